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
  const server = await serveRequests(app.getRequestHandler(), options);
  return {
    close: async () => {
      await server.close();
      await app.close();
    },
  };
}
