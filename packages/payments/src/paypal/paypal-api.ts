import { type Log, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { z } from "zod";
import { BadGatewayConfig } from "../errors.ts";
import type { ReadOptions } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { mapPayPalError, PayPalProblem } from "./map-error.ts";

export const LIVE_BASE = "https://api-m.paypal.com";
export const TEST_BASE = "https://api-m.sandbox.paypal.com";
/** A buyer waits for a checkout to open. */
const TIMEOUT_MS = 20 * SECOND_MS;
/** A token is renewed this long before its end, so that no call meets it. */
const RENEWED_BEFORE_MS = MINUTE_MS;

export interface ApiConfig {
  clientId: string;
  clientSecret: string;
  /** PayPal itself unless told: its test system, or the sandbox under its path (`http://127.0.0.1:3002/paypal`). */
  apiBase?: string | undefined;
  timeoutMs?: number | undefined;
  log?: Log | undefined;
}

export interface PayPalCall {
  /** As the contract names it, for the log and for errors. */
  name: string;
  /** Whether a lost answer leaves a question open. */
  kind: "read" | "write";
  method: "GET" | "POST";
  /** Below the base: `/v2/checkout/orders`. */
  path: string;
  query?: Record<string, string>;
  /** An object, or text that is JSON already. */
  body?: object | string;
  /** `PayPal-Request-Id`. */
  requestId?: string;
}

export interface PayPalApi {
  readonly base: string;
  /** One call; gives the parsed answer and throws one of the three failures of the contract. */
  call(call: PayPalCall, options?: ReadOptions): Promise<unknown>;
}

interface Token {
  value: string;
  goodUntilMs: number;
}

/** PayPal's REST API over `fetch`, with its token kept, and failures sorted into Stoa's three. */
export function createPayPalApi(config: ApiConfig): PayPalApi {
  const base = baseOf(config.apiBase);
  const timeoutMs = config.timeoutMs ?? TIMEOUT_MS;
  let token: Promise<Token> | null = null;

  const authorised = async (renew: boolean): Promise<string> => {
    const known = renew ? null : await token;
    if (known !== null && known.goodUntilMs > Date.now()) return known.value;
    const asked = askForToken(base, config, timeoutMs);
    token = asked;
    asked.catch(() => {
      if (token === asked) token = null;
    });
    return (await asked).value;
  };

  const attempt = async (call: PayPalCall, options: ReadOptions, renew: boolean): Promise<unknown> => {
    const bearer = await authorised(renew).catch((error: unknown) => {
      throw mapPayPalError(error, { name: call.name, kind: "read" });
    });
    const begun = performance.now();
    const response = await fetch(urlOf(base, call), {
      method: call.method,
      redirect: "error",
      headers: headersOf(call, bearer),
      ...(call.body === undefined
        ? {}
        : { body: typeof call.body === "string" ? call.body : JSON.stringify(call.body) }),
      signal: signalOf(timeoutMs, options.signal),
    });
    const answer = await jsonOf(response);
    config.log?.info(
      {
        gateway: "paypal",
        method: call.method,
        path: call.path,
        status: response.status,
        requestId: response.headers.get("paypal-debug-id"),
        elapsedMs: Math.round(performance.now() - begun),
        correlationId: options.correlationId,
      },
      "gateway call",
    );
    if (!response.ok) throw new PayPalProblem(response.status, answer);
    return answer;
  };

  return {
    base,
    async call(call, options = {}) {
      try {
        return await attempt(call, options, false).catch((error: unknown) => {
          // A token may end before its time; nothing was done under one that was refused.
          if (error instanceof PayPalProblem && error.status === 401) return attempt(call, options, true);
          throw error;
        });
      } catch (error) {
        throw mapPayPalError(error, call);
      }
    },
  };
}

function baseOf(apiBase: string | undefined): string {
  if (apiBase === undefined) return LIVE_BASE;
  const url = URL.canParse(apiBase) ? new URL(apiBase) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "") {
    throw new BadGatewayConfig(`PAYPAL_API_BASE must be an http or https address, not ${apiBase}`);
  }
  return url.href.replace(/\/+$/, "");
}

const read = payloadReader("paypal");
const tokenSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive() });

async function askForToken(base: string, { clientId, clientSecret }: ApiConfig, timeoutMs: number): Promise<Token> {
  const askedAtMs = Date.now();
  const response = await fetch(`${base}/v1/oauth2/token`, {
    method: "POST",
    redirect: "error",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await jsonOf(response);
  if (!response.ok) throw new PayPalProblem(response.status, answer);
  const { access_token, expires_in } = read(tokenSchema, answer, "token");
  return { value: access_token, goodUntilMs: askedAtMs + expires_in * SECOND_MS - RENEWED_BEFORE_MS };
}

function urlOf(base: string, { path, query }: PayPalCall): string {
  return query === undefined ? `${base}${path}` : `${base}${path}?${new URLSearchParams(query)}`;
}

function headersOf({ method, requestId }: PayPalCall, bearer: string): Record<string, string> {
  return {
    authorization: `Bearer ${bearer}`,
    accept: "application/json",
    ...(method === "POST" ? { "content-type": "application/json", prefer: "return=representation" } : {}),
    ...(requestId === undefined ? {} : { "paypal-request-id": requestId }),
  };
}

function signalOf(timeoutMs: number, stop: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return stop === undefined ? timeout : AbortSignal.any([timeout, stop]);
}

/** The body, or null where there is none or it is no JSON; an error page of a proxy still has its status. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
