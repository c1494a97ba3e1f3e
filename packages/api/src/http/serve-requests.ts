import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ErrorShape, newId } from "@stoa/kit";

export interface RequestBounds {
  /** A whole request head must arrive within this time, so that slow clients hold no socket (T106). */
  headersMs: number;
  /** A whole request, its body included. */
  requestMs: number;
  /** What running requests may take once the server is told to stop. */
  closeMs: number;
}

const BOUNDS: RequestBounds = { headersMs: 10_000, requestMs: 60_000, closeMs: 10_000 };
const MAX_HEADER_BYTES = 16 * 1024;

export interface RunningServer {
  readonly port: number;
  /** Takes no more requests, lets the running ones end, then cuts what is left after the bound. */
  close(): Promise<void>;
}

/**
 * Serves `handle` with what Next's own server leaves open: the peer's address from the socket (a header of the same name
 * that a client sent is dropped), bounds on slow and huge requests, and an orderly stop.
 */
export async function serveRequests(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  options: { port: number; host: string; bounds?: Partial<RequestBounds> },
): Promise<RunningServer> {
  const bounds = { ...BOUNDS, ...options.bounds };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      connectionsCheckingInterval: Math.min(bounds.headersMs / 2, 5_000),
    },
    (request, response) => {
      if (!isServable(request)) return refuse(response);
      request.headers["x-stoa-peer"] = request.socket.remoteAddress ?? "127.0.0.1";
      handle(request, response).catch(() => response.destroy());
    },
  );
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server, bounds.closeMs) };
}

/** Next stumbles over what it cannot read as an address, over TRACE and over `*`, and would call that a fault of ours. */
function isServable({ method, url = "" }: IncomingMessage): boolean {
  if (method === "TRACE" || method === "CONNECT" || !URL.canParse(url, "http://localhost")) return false;
  try {
    decodeURIComponent(url.replace(/\?.*$/s, ""));
    return url !== "*";
  } catch {
    return false;
  }
}

/** In the one shape of errors (P7), as far as there is anything to say before a request is anybody's. */
function refuse(response: ServerResponse): void {
  const error: ErrorShape = {
    code: "not_a_request",
    message: "This address or method is not one that can be answered.",
    details: {},
    path: "",
    timestamp: new Date().toISOString(),
    correlationId: newId("correlation"),
  };
  response.writeHead(400, { "Content-Type": "application/json", "Cache-Control": "no-store", Connection: "close" });
  response.end(JSON.stringify({ error }));
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

async function close(server: Server, boundMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const bound = setTimeout(() => server.closeAllConnections(), boundMs);
  await ended;
  clearTimeout(bound);
}
