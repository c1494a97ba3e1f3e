import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { LimitName } from "../platform/rate-limit.ts";
import { appRouter } from "../root.ts";
import type { ProcedureMeta } from "../trpc.ts";
import type { Face } from "./face.ts";
import { readBytes } from "./read-body.ts";
import { NotInABatch, refusal } from "./refuse.ts";
import { answerTraced, requestContext } from "./request-context.ts";
import { decoded, procedures } from "./routes.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

const ENDPOINT = "/api/trpc";

/** More calls than this in one request are refused; each call of a batch counts against its own limit (T17). */
const MAX_BATCH = 10;

/** What is bounded so that it cannot be guessed is called one at a time; a batch would try ten before the first answer. */
const ALONE: readonly LimitName[] = ["sign_in_ip", "sign_up", "token", "reset", "second_factor", "code_check"];

/** `/api/trpc`, for our own clients. */
export function trpcHandler(face: Face): (request: Request) => Promise<Response> {
  return (request) => answerTraced(ENDPOINT, request, (correlationId) => answerTrpc(face, request, correlationId));
}

async function answerTrpc(face: Face, request: Request, correlationId: string): Promise<Response> {
  const services = await face.services();
  const headers = new Headers({ "Cache-Control": "private, no-store" });
  const ctx = requestContext(services, { headers: request.headers, answer: headers, correlationId });
  try {
    mustBeSameOrigin(request, [services.env.WEB_URL, services.env.ADMIN_URL]);
    mustStandAlone(request);
    const bounded = await withBoundedBody(request);
    const actor = await face.actorOf(services, request);
    return await fetchRequestHandler({
      endpoint: ENDPOINT,
      req: bounded,
      router: appRouter,
      maxBatchSize: MAX_BATCH,
      createContext: ({ resHeaders }) =>
        requestContext(services, { headers: request.headers, answer: resHeaders, actor, correlationId }),
      responseMeta: () => ({ headers: { "Cache-Control": "private, no-store" } }),
    });
  } catch (error) {
    return refusal(error, "", ctx, headers);
  }
}

/** Throws `NotInABatch` when a procedure that is called by itself came with others. */
function mustStandAlone(request: Request): void {
  const called = decoded(new URL(request.url).pathname.slice(ENDPOINT.length + 1), "path").split(",");
  if (called.length < 2) return;
  const lone = procedures().find(({ path, meta }) => called.includes(path) && isBounded(meta));
  if (lone) throw new NotInABatch(lone.path);
}

/** A captcha's token counts once, so a batch of forms could not pass with the one that its header holds either. */
function isBounded({ limit, publicForm }: ProcedureMeta): boolean {
  return publicForm !== undefined || (limit !== undefined && ALONE.includes(limit));
}

/** The request with its body read up to the bound, whatever length it claims. Throws `BodyTooLarge`. */
async function withBoundedBody(request: Request): Promise<Request> {
  if (!request.body) return request;
  const body = new Uint8Array(await readBytes(request));
  return new Request(request.url, { method: request.method, headers: request.headers, body });
}
