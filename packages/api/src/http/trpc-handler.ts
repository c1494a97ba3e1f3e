import { DomainError, HTTP_STATUS } from "@stoa/kit";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { appRouter } from "../root.ts";
import type { Face } from "./face.ts";
import { BODY_LIMIT_BYTES, BodyTooLarge } from "./refuse.ts";
import { requestContext } from "./request-context.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

/** More calls than this in one request are refused; each call of a batch counts against its own limit (T17). */
const MAX_BATCH = 10;

/** `/api/trpc`, for our own clients. */
export function trpcHandler(face: Face): (request: Request) => Promise<Response> {
  return async (request) => {
    const services = await face.services();
    try {
      mustBeSameOrigin(request, [services.env.WEB_URL, services.env.ADMIN_URL]);
      if (Number(request.headers.get("content-length") ?? 0) > BODY_LIMIT_BYTES)
        throw new BodyTooLarge(BODY_LIMIT_BYTES);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return Response.json(
        { error: { message: error.message, code: error.code } },
        { status: HTTP_STATUS[error.kind] },
      );
    }
    const actor = await face.actorOf(services, request);
    return fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: appRouter,
      maxBatchSize: MAX_BATCH,
      createContext: ({ resHeaders }) =>
        requestContext(services, { headers: request.headers, answer: resHeaders, actor }),
      responseMeta: () => ({ headers: { "Cache-Control": "private, no-store" } }),
    });
  };
}
