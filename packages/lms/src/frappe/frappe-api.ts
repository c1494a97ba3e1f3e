import { DomainError, type Log, silentLog } from "@stoa/kit";
import { z } from "zod";
import { baseUrlOf, refuseInternalHost } from "../address.ts";
import { LmsOutcomeUnknown, LmsRefused, LmsUnavailable } from "../errors.ts";
import { readFailure } from "./failure.ts";

export interface FrappeApiConfig {
  /** The site, with the path it is served under, if any: `https://learn.example.com`. */
  baseUrl: string;
  apiKey: string;
  apiSecret: string;
  /** From sending a request to the last byte of its answer; 10 s unless told. */
  timeoutMs?: number;
  /** Local mode: the LMS may run on this machine. Never in production. */
  allowPrivateAddress?: boolean;
  /** Sent as `X-Correlation-Id`. */
  correlationId?: string;
  fetch?: typeof globalThis.fetch;
  log?: Log;
}

export interface FrappeRequest {
  method: "GET" | "POST" | "DELETE";
  /** Below `/api/`, each segment already encoded: `resource/User/maya%40example.com`. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  /** The caller asks whether it is there: that it is not is an answer, and no matter for the log. */
  mayBeAbsent?: true;
}

export interface FrappeApi {
  readonly baseUrl: string;
  /** A 2xx answer of the expected shape. Throws `LmsRefused`, `LmsUnavailable` or, for a write, `LmsOutcomeUnknown`. */
  call<T>(request: FrappeRequest, shape: z.ZodType<T>): Promise<T>;
}

const TIMEOUT_MS = 10_000;
/** A page of 100 rows is some 30 kB; an answer beyond this is not one of Frappe's. */
const BODY_MAX_BYTES = 2_000_000;

/** Errors of the connection after which nothing was sent. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/** HTTP with a Frappe site: authentication, bounds and errors. It knows no doctype. */
export function createFrappeApi(config: FrappeApiConfig): FrappeApi {
  const baseUrl = baseUrlOf(config.baseUrl);
  const send = config.fetch ?? globalThis.fetch;
  const log = config.log ?? silentLog;
  const redact = redactor([config.apiSecret, config.apiKey, btoa(`${config.apiKey}:${config.apiSecret}`)]);

  async function call<T>(request: FrappeRequest, shape: z.ZodType<T>): Promise<T> {
    const name = nameOf(request);
    const started = performance.now();
    try {
      if (!config.allowPrivateAddress) await refuseInternalHost(baseUrl);
      const response = await send(urlOf(baseUrl, request), initOf(config, request));
      const body = await boundedText(response);
      log.debug({ call: name, status: response.status, ms: elapsed(started) }, "LMS answered");
      return shape.parse(readAnswer({ request, name, response, body, redact }));
    } catch (error) {
      const failure = asFailure(error, request, name, redact);
      const facts = { call: name, code: codeOf(failure), reason: failure.message, ms: elapsed(started) };
      if (request.mayBeAbsent && isAbsent(failure)) log.debug(facts, "the LMS has no such thing");
      else log.warn(facts, "LMS call failed");
      throw failure;
    }
  }

  return { baseUrl, call };
}

/** Whether the LMS said that there is no such thing. */
export function isAbsent(error: unknown): boolean {
  return error instanceof LmsRefused && error.excType === "DoesNotExistError";
}

/** The method and the doctype, without the document's name, which may be somebody's e-mail address. */
function nameOf(request: FrappeRequest): string {
  return `${request.method} ${decodeURIComponent(request.path.split("/").slice(0, 2).join("/"))}`;
}

function urlOf(baseUrl: string, request: FrappeRequest): string {
  const query = new URLSearchParams(request.query).toString();
  return `${baseUrl}/api/${request.path}${query === "" ? "" : `?${query}`}`;
}

/** Redirects are not followed, so that the key never travels to another host; `readAnswer` refuses them. */
function initOf(config: FrappeApiConfig, request: FrappeRequest): RequestInit {
  return {
    method: request.method,
    redirect: "manual",
    signal: AbortSignal.timeout(config.timeoutMs ?? TIMEOUT_MS),
    headers: {
      accept: "application/json",
      authorization: `token ${config.apiKey}:${config.apiSecret}`,
      ...(config.correlationId && { "x-correlation-id": config.correlationId }),
      ...(request.body !== undefined && { "content-type": "application/json" }),
    },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  };
}

interface Answer {
  request: FrappeRequest;
  name: string;
  response: Response;
  body: string;
  redact: (text: string) => string;
}

function readAnswer({ request, name, response, body, redact }: Answer): unknown {
  const { status } = response;
  if (status >= 300 && status < 400) {
    throw new LmsRefused(`HTTP ${status}`, "The LMS redirects; set its final address.", { status, call: name });
  }
  if (!response.ok) {
    const retryAfter = response.headers.get("retry-after");
    throw readFailure({ call: name, isWrite: isWrite(request), status, retryAfter, body, redact });
  }
  return JSON.parse(body);
}

/** Whatever else goes wrong between sending and understanding: of a write, nobody knows whether it was done. */
function asFailure(error: unknown, request: FrappeRequest, name: string, redact: (text: string) => string): Error {
  if (error instanceof DomainError) return error;
  const reason = redact(reasonOf(error));
  if (isWrite(request) && !wasNotSent(error)) {
    return new LmsOutcomeUnknown(`The answer of the LMS was lost: ${reason}.`, { call: name });
  }
  return new LmsUnavailable(`The LMS cannot be reached: ${reason}.`, { call: name });
}

function isWrite(request: FrappeRequest): boolean {
  return request.method !== "GET";
}

function wasNotSent(error: unknown): boolean {
  return [error, causeOf(error)].some((each) => NOT_SENT.has(codeOf(each) ?? ""));
}

/** fetch says "fetch failed" and hides what happened in `cause`. */
function reasonOf(error: unknown): string {
  const cause = causeOf(error) ?? error;
  if (cause instanceof z.ZodError || cause instanceof SyntaxError) return "the answer is not one of Frappe's";
  return codeOf(cause) ?? (cause instanceof Error ? cause.message || cause.name : "unknown");
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

async function boundedText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > BODY_MAX_BYTES) throw new Error(`the answer is larger than ${BODY_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The LMS may echo our request in an error; neither key nor secret goes on from here (T84). */
function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== "").flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return (text) => known.reduce((clean, secret) => clean.replaceAll(secret, "[redacted]"), text);
}

function elapsed(started: number): number {
  return Math.round(performance.now() - started);
}
