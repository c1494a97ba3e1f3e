import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { ApiError, badParam, notAuthenticated, serverError } from "./api-error.ts";
import { expandPaths } from "./expand.ts";
import { parseForm } from "./form-body.ts";
import { claimKey, fingerprintOf, releaseKey, storeAnswer, storedAnswer } from "./idempotency.ts";
import { checkExpand, checkParams } from "./params.ts";
import { stripeId } from "./stripe-id.ts";
import { unixNow } from "./unix-time.ts";

/** The version whose shapes the sandbox answers with; the newest that the SDK in use was made for. */
export const API_VERSION = "2026-10-28.endive";
const VERSION_SHAPE = /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/;
const IDEMPOTENCY_KEY_MAX = 255;

/** What an end point works with, after the key, the version and the parameters were found good. */
export interface Call {
  books: BooksReader;
  deps: Deps;
  /** Unix seconds. */
  now: number;
  /** The id in the path, `""` where there is none. */
  id: string;
  origin: { id: string; idempotency_key: string | null };
}

type Handler<P> = (call: Call, params: P) => Promise<object>;
type SandboxContext = Context<{ Bindings: HttpBindings }>;

/** A read: no idempotency, answered straight from the books. */
export function get<P>(app: SandboxApp, deps: Deps, path: string, schema: z.ZodType<P>, handler: Handler<P>): void {
  app.get(path, (context) =>
    answering(context, deps, async (requestId) => {
      if (deps.faults.strikes("stripe", "error") !== null) throw serverError();
      const { expand, ...given } = parseForm(new URL(context.req.url).search.slice(1));
      const params = checkParams(schema, given);
      const answer = await handler(callOf(context, deps, deps.books, requestId, null), params);
      return context.json(await expandPaths(deps.books, answer, checkExpand(expand)));
    }),
  );
}

/** A write: one transaction, under the idempotency key if there is one. */
export function post<P>(app: SandboxApp, deps: Deps, path: string, schema: z.ZodType<P>, handler: Handler<P>): void {
  app.post(path, (context) =>
    answering(context, deps, async (requestId) => {
      const raw = await context.req.text();
      const key = idempotencyKey(context);
      const fingerprint = fingerprintOf(context.req.path, raw);
      const stored = key === null ? null : await storedAnswer(deps.books, key, fingerprint);
      if (stored !== null) {
        context.header("idempotent-replayed", "true");
        return storable(context, stored.answer, stored.status);
      }
      const { expand, ...given } = parseForm(raw);
      const params = checkParams(schema, given);
      const paths = checkExpand(expand);
      if (key !== null) await claimKey(deps.books, key, fingerprint, requestId);
      const run = (books: BooksReader) => handler(callOf(context, deps, books, requestId, key), params);
      return context.json(await execute(deps, key, run, paths));
    }),
  );
}

/** Any other address of the API: Stripe's 404. */
export function unknownPath(app: SandboxApp, deps: Deps): void {
  app.all("/v1/*", (context) =>
    answering(context, deps, () => {
      const message = `Unrecognized request URL (${context.req.method}: ${context.req.path}).`;
      throw new ApiError(404, { type: "invalid_request_error", message }, false);
    }),
  );
}

/** Runs the effect and stores its answer in one transaction; a refusal after execution began is an answer too. */
async function execute(
  deps: Deps,
  key: string | null,
  run: (books: BooksReader) => Promise<object>,
  expandedPaths: readonly string[],
): Promise<object> {
  try {
    if (deps.faults.strikes("stripe", "error") !== null) throw serverError();
    return await deps.books.begin(async (transaction) => {
      const answer = await expandPaths(transaction, await run(transaction), expandedPaths);
      if (key !== null) await storeAnswer(transaction, key, 200, answer);
      return answer;
    });
  } catch (error) {
    if (key !== null) {
      if (error instanceof ApiError && error.stored) await storeAnswer(deps.books, key, error.status, error.body);
      else await releaseKey(deps.books, key);
    }
    throw error;
  }
}

/** What every end point shares: request id, authentication, version, and Stripe's form of an error. */
async function answering(
  context: SandboxContext,
  deps: Deps,
  answer: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = stripeId("req", 14);
  context.header("request-id", requestId);
  try {
    authenticate(context, deps.config.stripe.secretKey);
    context.header("stripe-version", requestedVersion(context));
    return await answer(requestId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.stored && context.req.method === "POST") return storable(context, error.body, error.status);
    return context.json(error.body, error.status as ContentfulStatusCode);
  }
}

/** An answer that its key keeps. A 5xx would only be given again, so Stripe tells its libraries not to try. */
function storable(context: SandboxContext, body: object, status: number): Response {
  if (status >= 500) context.header("stripe-should-retry", "false");
  return context.json(body, status as ContentfulStatusCode);
}

function authenticate(context: SandboxContext, secretKey: string): void {
  const given = givenKey(context.req.header("authorization") ?? "");
  if (given === "") {
    throw notAuthenticated(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (!sameText(given, secretKey)) {
    throw notAuthenticated(`Invalid API Key provided: ${given.slice(0, 7)}${"*".repeat(8)}${given.slice(-4)}`);
  }
}

/** Bearer, or the user name of Basic as `curl -u sk_…:` sends it. */
function givenKey(header: string): string {
  const [scheme = "", credentials = ""] = header.split(" ");
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() === "basic") return Buffer.from(credentials, "base64").toString().split(":")[0] ?? "";
  return "";
}

function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function requestedVersion(context: SandboxContext): string {
  const version = context.req.header("stripe-version") ?? API_VERSION;
  if (!VERSION_SHAPE.test(version)) throw badParam(undefined, undefined, `Invalid Stripe API version: ${version}`);
  return version;
}

function idempotencyKey(context: SandboxContext): string | null {
  const key = context.req.header("idempotency-key") ?? null;
  if (key !== null && (key === "" || key.length > IDEMPOTENCY_KEY_MAX)) {
    throw badParam(undefined, undefined, "Idempotency-Key must have between 1 and 255 characters.");
  }
  return key;
}

function callOf(context: SandboxContext, deps: Deps, books: BooksReader, requestId: string, key: string | null): Call {
  const now = unixNow(deps.clock);
  return { books, deps, now, id: context.req.param("id") ?? "", origin: { id: requestId, idempotency_key: key } };
}
