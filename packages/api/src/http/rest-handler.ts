import { InvalidInput } from "@stoa/kit";
import type { Context, Services } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import type { Face } from "./face.ts";
import { readJson } from "./read-body.ts";
import { NoSuchRoute, refusal } from "./refuse.ts";
import { answerTraced, requestContext } from "./request-context.ts";
import { matchRoute } from "./routes.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

const PREFIX = "/api/v1";
const WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/**
 * `/api/v1`: the procedures whose meta names a route, under the same access, limits and idempotency as over tRPC. The
 * library that writes the OpenAPI document also has a handler, but it alters schemas while it serves (a query's "false"
 * becomes true, for tRPC as well), so requests are handed on here.
 */
export function restHandler(face: Face): (request: Request) => Promise<Response> {
  return (request) => answerTraced(PREFIX, request, (correlationId) => answerRest(face, request, correlationId));
}

async function answerRest(face: Face, request: Request, correlationId: string): Promise<Response> {
  const services = await face.services();
  const headers = new Headers({ "Cache-Control": "private, no-store", Vary: "Origin" });
  allowOrigin(services, request, headers);
  const path = new URL(request.url).pathname.slice(PREFIX.length);
  const facts = { headers: request.headers, answer: headers, correlationId };
  let ctx = requestContext(services, facts);
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers });
  try {
    mustBeSameOrigin(request, [services.env.WEB_URL, ...allowedOrigins(services)]);
    ctx = requestContext(services, { ...facts, actor: await face.actorOf(services, request) });
    return Response.json(await callProcedure(ctx, request, path), { headers });
  } catch (error) {
    return refusal(error, path, ctx, headers);
  }
}

async function callProcedure(ctx: Context, request: Request, path: string): Promise<unknown> {
  const match = matchRoute(request.method, path);
  if (!match) throw new NoSuchRoute(request.method, path);
  const given = WITH_BODY.has(request.method) ? await readJson(request) : queryOf(request);
  const input = { ...given, ...match.params };
  const steps = match.route.procedure.split(".");
  let call: unknown = createCaller(ctx);
  for (const step of steps) call = (call as Record<string, unknown>)[step];
  // An empty object, never nothing: a list asked for without a query still has its defaults.
  const answer = await (call as (input: unknown) => Promise<unknown>)(input);
  return answer ?? {};
}

/** Each name once: a name given twice has no one meaning and is refused (T24). */
function queryOf(request: Request): Record<string, string> {
  const params = new URL(request.url).searchParams;
  const names = [...params.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidInput([{ path: twice, message: "was given twice" }]);
  return Object.fromEntries(params);
}

function allowedOrigins(services: Services): string[] {
  return (services.env.CORS_ORIGINS ?? "")
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "");
}

function allowOrigin(services: Services, request: Request, headers: Headers): void {
  const origin = request.headers.get("origin");
  if (origin === null || !allowedOrigins(services).includes(origin)) return;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  headers.set(
    "Access-Control-Allow-Headers",
    "Authorization, Content-Type, Idempotency-Key, X-Order-Token, X-Captcha-Token, X-Correlation-Id",
  );
  headers.set(
    "Access-Control-Expose-Headers",
    "X-Correlation-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Idempotent-Replayed",
  );
}
