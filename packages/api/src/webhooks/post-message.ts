import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { errorText, redactText, SECOND_MS } from "@stoa/kit";
import { endpointUrl, hostOf, type Reachable, refusalOf } from "./endpoint-address.ts";

/** Of the answer's body this much is kept; the rest is not read. */
const KEPT_BYTES = 2_048;
const TIMEOUT_MS = 15 * SECOND_MS;

export interface Post {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  reachable: Reachable;
  /** Aborts when the job's time is up. */
  signal: AbortSignal;
  /** From opening the connection to the end of the answer; 15 s unless told. */
  timeoutMs?: number;
  /** Asks for a name's addresses; the system's resolver unless told. */
  lookup?: LookupFunction;
}

/** What came of a post: the answer's status, or why there is none. */
export interface Answer {
  status: number | null;
  response: string | null;
  error: string | null;
  /** As the receiver wrote it. */
  retryAfter: string | null;
  latencyMs: number;
}

/**
 * Posts a message once. It never throws: whatever goes wrong is an answer to write down. Redirects are not followed. The
 * addresses of the name are judged as they are connected to, so that a name which points elsewhere by now leads nowhere.
 */
export async function postMessage(post: Post): Promise<Answer> {
  const started = performance.now();
  const answer = await exchange(post).catch((error: unknown) => ({ ...NOTHING, error: errorText(error) }));
  return { ...answer, latencyMs: Math.round(performance.now() - started) };
}

const NOTHING = { status: null, response: null, error: null, retryAfter: null } as const;

async function exchange(post: Post): Promise<Omit<Answer, "latencyMs">> {
  const { headers, body, reachable, lookup = resolve, timeoutMs = TIMEOUT_MS } = post;
  const url = endpointUrl(post.url, reachable);
  const host = hostOf(url);
  const refusal = !reachable.internal && isIP(host) ? refusalOf(host, [host]) : null;
  if (refusal) throw refusal;
  const signal = AbortSignal.any([post.signal, AbortSignal.timeout(timeoutMs)]);
  const response = await new Promise<IncomingMessage>((answered, failed) => {
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    request(url, {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      // A connection of its own: one that is kept was opened to an address that was judged some other time.
      agent: false,
      signal,
      lookup: judged(lookup, reachable),
    })
      .on("response", answered)
      .on("error", (error) => failed(signal.aborted ? signal.reason : error))
      // Where the receiver would rather speak another protocol (101), this is all that is heard of it.
      .on("close", () => failed(new Error("the connection was closed without an answer")))
      .end(body);
  });
  return {
    status: response.statusCode ?? null,
    response: await beginningOf(response),
    error: null,
    retryAfter: response.headers["retry-after"] ?? null,
  };
}

/** The resolver that the connection itself asks; it fails where one of a name's addresses must not be connected to. */
function judged(lookup: LookupFunction, { internal }: Reachable): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (error || !first) return done(error ?? new Error(`${host} has no address`), []);
      const plain = addresses.map(({ address }) => address);
      const refusal = internal ? null : refusalOf(host, plain);
      if (refusal) done(refusal, []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

/** The status has decided already; a body that is endless, slow or cut changes nothing, and what came of it is kept. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= KEPT_BYTES) break;
    }
  } catch {
    // What came before it was cut is kept.
  }
  response.destroy();
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, KEPT_BYTES));
  return redactText(text.replaceAll("\u0000", ""));
}
