import { processServices } from "@stoa/api/http/process-services";
import { restHandler } from "@stoa/api/http/rest-handler";
import { trpcHandler } from "@stoa/api/http/trpc-handler";
import { handleWebhook } from "@stoa/api/http/webhook-handler";
import { jobs } from "@stoa/api/jobs";
import { contextFor } from "@stoa/api/platform/context";
import { drainJobs } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { failpoint } from "./env.ts";
import { endBeforeSending } from "./failpoint.ts";
import { actorOf } from "./staff.ts";

/**
 * `node doomed.ts <request as JSON>`: answers one request of a buyer, of staff or of a gateway, runs every job that follows
 * from the latter two, and ends before it sends the piece that FAILPOINT names. Prints how many pieces it sent, if it lives.
 */
export interface DoomedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const { path, headers, body }: DoomedRequest = JSON.parse(process.argv[2] ?? "");
const services = await processServices("web");
const request = new Request(new URL(path, services.env.WEB_URL), { method: "POST", headers, body });
const sent = endBeforeSending(failpoint());

const face = { services: async () => services, actorOf: async () => actorOf(request) };
const answer = await answerTo(path);
if (!path.startsWith("/api/v1/")) {
  await drainJobs(contextFor(services, { kind: "job", id: "worker" }, newId("correlation")), jobs);
}
console.log(JSON.stringify({ status: answer.status, sent: sent() }));
process.exit(0);

function answerTo(of: string): Promise<Response> {
  if (of.startsWith("/api/webhooks/")) return handleWebhook(services, "stripe", request);
  return of.startsWith("/api/trpc/") ? trpcHandler(face)(request) : restHandler(face)(request);
}
