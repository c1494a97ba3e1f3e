import { AsyncLocalStorage } from "node:async_hooks";
import { type Log, SECOND_MS } from "@stoa/kit";
import Stripe from "stripe";
import { BadGatewayConfig } from "../errors.ts";
import type { ReadOptions } from "../gateway.ts";
import { mapStripeError } from "./map-error.ts";

export interface StripeConfig {
  secretKey: string;
  /** One secret, or several separated by commas while one replaces another. */
  webhookSecret: string;
  /** Another server than Stripe's own, such as the sandbox: `http://127.0.0.1:3002`. No path. */
  apiBase?: string | undefined;
  timeoutMs?: number | undefined;
  log?: Log | undefined;
}

/** A buyer waits for a checkout to open; Stripe's own 80 s would outlast every proxy in between. */
const TIMEOUT_MS = 20 * SECOND_MS;
/** The key makes trying again safe. More tries belong to the job that called. */
const NETWORK_RETRIES = 1;

/** Failures before a single byte could be sent. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** What is known of one call over all its tries. */
interface CallTrace {
  correlationId: string | undefined;
  /** A try may have reached Stripe and been executed there, although no good answer came back. */
  mayHaveRun: boolean;
}

export interface StripeApi {
  /** Makes one call; `kind` says whether a lost answer leaves a question open. */
  call<T>(name: string, kind: "read" | "write", options: ReadOptions, run: (stripe: Stripe) => Promise<T>): Promise<T>;
}

/** The SDK, pointed at the configured server, with its failures sorted into Stoa's three. */
export function createStripeApi(config: StripeConfig): StripeApi {
  const traces = new AsyncLocalStorage<CallTrace>();
  const stripe = new Stripe(config.secretKey, {
    ...addressOf(config.apiBase),
    timeout: config.timeoutMs ?? TIMEOUT_MS,
    maxNetworkRetries: NETWORK_RETRIES,
    telemetry: false,
    httpClient: tracingClient(traces),
  });
  stripe.on("response", (event: Stripe.ResponseEvent) => {
    const { method, path, status, request_id: requestId, elapsed: elapsedMs } = event;
    const { correlationId } = traces.getStore() ?? {};
    config.log?.info({ gateway: "stripe", method, path, status, requestId, elapsedMs, correlationId }, "gateway call");
  });
  return {
    async call(name, kind, options, run) {
      const trace: CallTrace = { correlationId: options.correlationId, mayHaveRun: false };
      try {
        return await traces.run(trace, () => untilAborted(run(stripe), options.signal));
      } catch (error) {
        throw mapStripeError(error, { name, kind, mayHaveRun: trace.mayHaveRun });
      }
    },
  };
}

/** The server to call; Stripe's own when none is given. Throws `BadGatewayConfig`. */
function addressOf(apiBase: string | undefined): Stripe.StripeConfig {
  if (apiBase === undefined) return {};
  const url = URL.canParse(apiBase) ? new URL(apiBase) : null;
  const protocol = url?.protocol === "http:" ? "http" : url?.protocol === "https:" ? "https" : null;
  if (url === null || protocol === null || url.pathname !== "/") {
    throw new BadGatewayConfig(`STRIPE_API_BASE must be an http or https address without a path, not ${apiBase}`);
  }
  return { host: url.hostname, port: url.port || (protocol === "http" ? 80 : 443), protocol };
}

/** Node's client, which also notes when a try failed in a way that leaves its effect open. */
function tracingClient(traces: AsyncLocalStorage<CallTrace>): NonNullable<Stripe.StripeConfig["httpClient"]> {
  const inner = Stripe.createNodeHttpClient();
  const mayHaveRun = () => {
    const trace = traces.getStore();
    if (trace !== undefined) trace.mayHaveRun = true;
  };
  return {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      try {
        const response = await inner.makeRequest(...request);
        if (response.getStatusCode() >= 500) mayHaveRun();
        return response;
      } catch (error) {
        if (!NEVER_SENT.has(codeOf(error))) mayHaveRun();
        throw error;
      }
    },
  };
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : "";
}

/** The SDK cannot be told to stop, so the caller stops waiting; the request may still be executed. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(new CallAborted());
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener("abort", stop));
}

/** The caller's signal ended the wait. */
export class CallAborted extends Error {
  override name = "CallAborted";
}
