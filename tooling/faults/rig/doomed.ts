import { processServices } from "@stoa/api/http/process-services";
import { restHandler } from "@stoa/api/http/rest-handler";
import { handleWebhook } from "@stoa/api/http/webhook-handler";
import { jobs } from "@stoa/api/jobs";
import { GUEST } from "@stoa/api/platform/actor";
import { contextFor } from "@stoa/api/platform/context";
import { drainJobs } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { failpoint } from "./env.ts";
import { endBeforeSending } from "./failpoint.ts";

/**
 * `node doomed.ts <request as JSON>`: answers one request of a shop or a gateway, runs every job that follows, and ends
 * before it sends the piece that FAILPOINT names. Prints how many pieces it sent, if it lives.
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

const answer = path.startsWith("/api/webhooks/")
  ? await handleWebhook(services, "stripe", request)
  : await restHandler({ services: async () => services, actorOf: async () => GUEST })(request);
if (path.startsWith("/api/webhooks/")) {
  await drainJobs(contextFor(services, { kind: "job", id: "worker" }, newId("correlation")), jobs);
}
console.log(JSON.stringify({ status: answer.status, sent: sent() }));
process.exit(0);
