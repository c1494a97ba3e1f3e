import { permittedProcedure, router } from "../trpc.ts";
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

export const webhooksRouter = router({
  endpoints: reader.output(s.endpointList).query(({ ctx }) => listEndpoints(ctx)),
  endpoint: reader
    .input(s.endpointInput)
    .output(s.endpointView)
    .query(({ ctx, input }) => getEndpoint(ctx, input.id)),
  create: manager
    .input(s.createEndpointInput)
    .output(s.endpointCreated)
    .mutation(({ ctx, input }) => createEndpoint(ctx, input)),
  edit: manager
    .input(s.editEndpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => editEndpoint(ctx, input)),
  delete: manager
    .input(s.endpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => deleteEndpoint(ctx, input.id)),
  pause: manager
    .input(s.endpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => pauseEndpoint(ctx, input.id)),
  resume: manager
    .input(s.endpointInput)
    .output(s.endpointChanged)
    .mutation(({ ctx, input }) => resumeEndpoint(ctx, input.id)),
  rotateSecret: manager
    .input(s.rotateSecretInput)
    .output(s.secretRotated)
    .mutation(({ ctx, input }) => rotateSecret(ctx, input)),
  sendTest: manager
    .meta({ limit: "webhook_send" })
    .input(s.endpointInput)
    .output(s.deliveryAsked)
    .mutation(({ ctx, input }) => sendTest(ctx, input.id)),
  deliveries: reader
    .input(s.listDeliveriesInput)
    .output(s.deliveryPage)
    .query(({ ctx, input }) => listDeliveries(ctx, input)),
  delivery: reader
    .input(s.deliveryInput)
    .output(s.deliveryView)
    .query(({ ctx, input }) => getDelivery(ctx, input.id)),
  replay: manager
    .meta({ limit: "webhook_send" })
    .input(s.deliveryInput)
    .output(s.deliveryAsked)
    .mutation(({ ctx, input }) => replayDelivery(ctx, input.id)),
  recover: manager
    .meta({ limit: "webhook_send" })
    .input(s.recoverInput)
    .output(s.recovering)
    .mutation(({ ctx, input }) => recoverDeliveries(ctx, input)),
});
