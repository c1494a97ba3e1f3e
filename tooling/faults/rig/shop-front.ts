import type { IncomingMessage } from "node:http";
import { readyHandler } from "@stoa/api/http/health";
import { closeProcessServices, processServices } from "@stoa/api/http/process-services";
import { restHandler } from "@stoa/api/http/rest-handler";
import { serveRequests } from "@stoa/api/http/serve-requests";
import { trpcHandler } from "@stoa/api/http/trpc-handler";
import { handleWebhook } from "@stoa/api/http/webhook-handler";
import { frontPort } from "./env.ts";
import { actorOf } from "./staff.ts";

/**
 * The web app's HTTP faces as a process of their own: the product's handlers, services and server, without the pages that
 * Next draws and its sign-in.
 */
const face = {
  services: () => processServices("web"),
  actorOf: async (_services: unknown, request: Request) => actorOf(request),
};
const [rest, trpc, ready] = [restHandler(face), trpcHandler(face), readyHandler(face)];

const server = await serveRequests(
  async (incoming, response) => {
    const answer = await answerTo(await requestOf(incoming));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  },
  { port: frontPort(), host: "127.0.0.1" },
);

process.once("SIGTERM", async () => {
  await server.close();
  await closeProcessServices();
  process.exit(0);
});

async function answerTo(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, gateway] = /^\/api\/webhooks\/([a-z]+)$/.exec(pathname) ?? [];
  if (gateway !== undefined) return handleWebhook(await face.services(), gateway, request);
  if (pathname === "/api/health/ready") return ready();
  return pathname.startsWith("/api/trpc/") ? trpc(request) : rest(request);
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const { method = "GET", url = "/" } = incoming;
  const body = chunks.length === 0 ? null : new Uint8Array(Buffer.concat(chunks));
  return new Request(new URL(url, "http://127.0.0.1"), { method, headers, body });
}
