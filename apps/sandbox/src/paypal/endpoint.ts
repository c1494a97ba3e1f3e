import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { ApiError, badRequest, notAuthenticated, serverError } from "./api-error.ts";
import { paypalId } from "./paypal-id.ts";

/** What an end point works with, after the token and the body were found good. */
export interface Call {
  books: BooksReader;
  deps: Deps;
  /** As PayPal writes moments: `2026-03-04T05:06:07Z`. */
  now: string;
  /** The id in the path, `""` where there is none. */
  id: string;
  query: URLSearchParams;
  /** The header `PayPal-Request-Id`. */
  requestId: string | null;
}

export interface Answer {
  status: 200 | 201;
  body: object;
}

type SandboxContext = Context<{ Bindings: HttpBindings }>;

export function get(app: SandboxApp, deps: Deps, path: string, handler: (call: Call) => Promise<object>): void {
  app.get(path, (context) =>
    answering(context, deps, async () => context.json(await handler(callOf(context, deps, deps.books)))),
  );
}

/** A write: one transaction. */
export function post<T extends z.ZodType>(
  app: SandboxApp,
  deps: Deps,
  path: string,
  schema: T,
  handler: (call: Call, input: z.output<T>) => Promise<Answer>,
): void {
  app.post(path, (context) =>
    answering(context, deps, async () => {
      const input = read(schema, await context.req.text());
      const answer = await deps.books.begin((transaction) => handler(callOf(context, deps, transaction), input));
      return context.json(answer.body, answer.status);
    }),
  );
}

/**
 * Makes an object once per path and `PayPal-Request-Id`. A second request with the id waits for the first and gets the
 * same object, as it is by then, whatever else it asked for.
 */
export async function once(
  call: Call,
  path: string,
  make: () => Promise<string>,
): Promise<{ id: string; repeated: boolean }> {
  if (call.requestId === null) return { id: await make(), repeated: false };
  const claimed = await call.books`
    INSERT INTO paypal.request (path, request_id, object_id) VALUES (${path}, ${call.requestId}, '')
    ON CONFLICT (path, request_id) DO NOTHING`;
  if (claimed.count === 0) {
    const [row] = await call.books<{ object_id: string }[]>`
      SELECT object_id FROM paypal.request WHERE path = ${path} AND request_id = ${call.requestId}`;
    return { id: row?.object_id ?? "", repeated: true };
  }
  const id = await make();
  await call.books`
    UPDATE paypal.request SET object_id = ${id} WHERE path = ${path} AND request_id = ${call.requestId}`;
  return { id, repeated: false };
}

/** What every end point shares: debug id, token, and PayPal's form of an error. */
export async function answering(
  context: SandboxContext,
  deps: Deps,
  answer: () => Promise<Response>,
): Promise<Response> {
  const debugId = paypalId(13).toLowerCase();
  context.header("paypal-debug-id", debugId);
  try {
    await authenticate(context, deps);
    if (deps.faults.strikes("paypal", "error") !== null) throw serverError();
    return await answer();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { errorName: name, message, details, related } = error;
    const links = related === null ? [] : [{ href: related, rel: "self", method: "GET" }];
    const body = { name, message, debug_id: debugId, details, links };
    return context.json(body, error.status as ContentfulStatusCode);
  }
}

async function authenticate(context: SandboxContext, deps: Deps): Promise<void> {
  const [scheme = "", token = ""] = (context.req.header("authorization") ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer") throw notAuthenticated();
  const [known] = await deps.books`SELECT FROM paypal.token WHERE token = ${token} AND expires_at > now()`;
  if (known === undefined) throw notAuthenticated();
}

function read<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw badRequest("/", "The request body is not JSON.");
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRequest(`/${issue?.path.join("/") ?? ""}`, issue?.message ?? "unreadable");
}

function callOf(context: SandboxContext, deps: Deps, books: BooksReader): Call {
  return {
    books,
    deps,
    now: timeOf(deps),
    id: context.req.param("id") ?? "",
    query: new URL(context.req.url).searchParams,
    requestId: context.req.header("paypal-request-id") ?? null,
  };
}

/** The time as PayPal writes it: whole seconds. */
export function timeOf(deps: Deps): string {
  return `${deps.clock.now().toISOString().slice(0, 19)}Z`;
}
