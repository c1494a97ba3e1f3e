import { createServer, type Server } from "node:http";
import next from "next";

export interface ServeOptions {
  /** The app's folder, with its `.next` build. */
  dir: string;
  port: number;
  host: string;
}

/** A whole request head must arrive within this time, so that slow clients hold no socket (T106). */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_HEADER_BYTES = 16 * 1024;
const CLOSE_BOUND_MS = 10_000;

/**
 * Serves a built Next app with what `next start` leaves open: the peer's address from the socket (a header of the same
 * name that a client sent is dropped), bounds on slow and huge requests, and an orderly stop.
 */
export async function serveNext(options: ServeOptions): Promise<{ close(): Promise<void> }> {
  const app = next({ dev: false, dir: options.dir, hostname: options.host, port: options.port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    (request, response) => {
      request.headers["x-stoa-peer"] = request.socket.remoteAddress ?? "127.0.0.1";
      void handle(request, response);
    },
  );
  await listen(server, options);
  return { close: () => close(server, () => app.close()) };
}

function listen(server: Server, { port, host }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

/** Stops taking requests, lets the running ones end, then cuts what is left after the bound. */
async function close(server: Server, closeApp: () => Promise<void>): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const bound = setTimeout(() => server.closeAllConnections(), CLOSE_BOUND_MS);
  await ended;
  clearTimeout(bound);
  await closeApp();
}
