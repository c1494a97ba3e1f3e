import { type ProcedureMeta, permittedProcedure, router } from "../trpc.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { deleteEndpoint } from "./delete-endpoint.ts";
import { editEndpoint } from "./edit-endpoint.ts";
import { pauseEndpoint, resumeEndpoint } from "./pause-endpoint.ts";
import { getDelivery, getEndpoint, listDeliveries, listEndpoints } from "./queries.ts";
import { recoverDeliveries } from "./recover-deliveries.ts";
import { replayDelivery } from "./replay-delivery.ts";
import { rotateSecret } from "./rotate-secret.ts";
import * as s from "./schemas.ts";
import { sendTest } from "./send-test.ts";

const reader = permittedProcedure("webhook:read");
const manager = permittedProcedure("webhook:manage");
/** What staff send by hand reaches somebody else's system, so it is bounded more closely. */
const sender = manager.meta({ limit: "webhook_send" });

function rest(method: "GET" | "POST" | "PUT" | "DELETE", path: `/${string}` | "", summary: string): ProcedureMeta {
  return { openapi: { method, path: `/webhook-endpoints${path}`, tags: ["Webhooks"], summary } };
}

export const webhooksRouter = router({
  endpoints: reader
    .meta(rest("GET", "", "All endpoints"))
    .output(s.endpointList)
    .query(({ ctx }) => listEndpoints(ctx)),
  endpoint: reader
    .meta(rest("GET", "/{id}", "One endpoint"))
    .input(s.endpointInput)
    .output(s.endpointView)
    .query(({ ctx, input }) => getEndpoint(ctx, input.id)),
  create: manager
    .meta(rest("POST", "", "Add an endpoint; the secret is in this answer alone"))
    .input(s.createEndpointInput)
    .output(s.endpointCreated)
    .mutation(({ ctx, input }) => createEndpoint(ctx, input)),
  edit: manager
    .meta(rest("PUT", "/{id}", "Change an endpoint"))
    .input(s.editEndpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => editEndpoint(ctx, input)),
  delete: manager
    .meta(rest("DELETE", "/{id}", "Take an endpoint away"))
    .input(s.endpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => deleteEndpoint(ctx, input.id)),
  pause: manager
    .meta(rest("POST", "/{id}/pause", "Send nothing for a while"))
    .input(s.endpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => pauseEndpoint(ctx, input.id)),
  resume: manager
    .meta(rest("POST", "/{id}/resume", "Send again"))
    .input(s.endpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => resumeEndpoint(ctx, input.id)),
  rotateSecret: manager
    .meta(rest("POST", "/{id}/secret", "A new secret; the old one signs beside it for a while"))
    .input(s.rotateSecretInput)
    .output(s.secretRotated)
    .mutation(({ ctx, input }) => rotateSecret(ctx, input)),
  sendTest: sender
    .meta(rest("POST", "/{id}/test", "Send a test event"))
    .input(s.endpointInput)
    .output(s.deliveryAsked)
    .mutation(({ ctx, input }) => sendTest(ctx, input.id)),
  deliveries: reader
    .meta(rest("GET", "/{endpointId}/deliveries", "What an endpoint was told"))
    .input(s.listDeliveriesInput)
    .output(s.deliveryPage)
    .query(({ ctx, input }) => listDeliveries(ctx, input)),
  delivery: reader
    .meta(rest("GET", "/deliveries/{id}", "One delivery with its message and tries"))
    .input(s.deliveryInput)
    .output(s.deliveryView)
    .query(({ ctx, input }) => getDelivery(ctx, input.id)),
  replay: sender
    .meta(rest("POST", "/deliveries/{id}/replay", "Send a delivery once more"))
    .input(s.deliveryInput)
    .output(s.deliveryAsked)
    .mutation(({ ctx, input }) => replayDelivery(ctx, input.id)),
  recover: sender
    .meta(rest("POST", "/{endpointId}/recover", "Send anew what was missed since a moment"))
    .input(s.recoverInput)
    .output(s.recovering)
    .mutation(({ ctx, input }) => recoverDeliveries(ctx, input)),
});
