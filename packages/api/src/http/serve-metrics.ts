import type { Services } from "../platform/context.ts";
import { type RunningServer, serveRequests } from "./serve-requests.ts";

/** Serves this process's metrics on a port of this machine alone, apart from the one that visitors reach. */
export function serveMetrics(services: () => Promise<Services>, port: number): Promise<RunningServer> {
  return serveRequests(
    async (request, response) => {
      if (request.method !== "GET" || request.url !== "/metrics") {
        response.writeHead(404).end();
        return;
      }
      const { registry } = (await services()).metrics;
      response.writeHead(200, { "Content-Type": registry.contentType }).end(await registry.metrics());
    },
    { port, host: "127.0.0.1" },
  );
}
