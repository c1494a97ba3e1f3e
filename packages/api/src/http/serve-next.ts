import type { IncomingMessage } from "node:http";
import next from "next";
import { serveRequests } from "./serve-requests.ts";

export interface ServeOptions {
  /** The app's folder, with its `.next` build. */
  dir: string;
  port: number;
  host: string;
}

/** Serves a built Next app behind our own server, which bounds requests and stops in order. */
export async function serveNext(options: ServeOptions): Promise<{ close(): Promise<void> }> {
  const app = next({ dev: false, dir: options.dir, hostname: options.host, port: options.port });
  await app.prepare();
  const answer = app.getRequestHandler();
  const server = await serveRequests(async (request, response) => {
    if (isReadable(request)) return answer(request, response);
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
  }, options);
  return {
    close: async () => {
      await server.close();
      await app.close();
    },
  };
}

/** A file of the build can only be read; Next takes any other method on one for a fault of ours. */
function isReadable({ method = "GET", url = "" }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD" || !url.startsWith("/_next/");
}
