import { instantSchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { plainText } from "../platform/clean-text.ts";
import { SUBSCRIBABLE } from "../platform/events.ts";

const id = z.string().min(5).max(60);

const url = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .describe("Where events are posted to; https.");
const description = plainText({ max: 120 }).describe("Whose system it is, for people.");
const eventTypes = z
  .array(z.enum(SUBSCRIBABLE))
  .min(1, "Choose at least one event.")
  .max(SUBSCRIBABLE.length)
  .transform((types) => [...new Set(types)])
  .describe("The events that it is told of.");

export const endpointInput = z.strictObject({ id });
export const createEndpointInput = z.strictObject({ url, description, eventTypes });
export type CreateEndpointInput = z.infer<typeof createEndpointInput>;
export const editEndpointInput = z.strictObject({ id, url, description, eventTypes });
export type EditEndpointInput = z.infer<typeof editEndpointInput>;

/** Long enough for a receiver's next release; a secret that has leaked is given none. */
export const OVERLAP_HOURS_MAX = 72;
export const rotateSecretInput = z.strictObject({
  id,
  overlapHours: z.coerce
    .number()
    .int()
    .min(0)
    .max(OVERLAP_HOURS_MAX)
    .default(24)
    .describe("How long the old secret signs beside the new one; 0 when it has leaked."),
});
export type RotateSecretInput = z.infer<typeof rotateSecretInput>;

const secret = z.string().describe("What messages are signed with. Shown this once.");
export const endpointCreated = z.object({ id: z.string(), secret });
export const secretRotated = z.object({ id: z.string(), secret, previousUntil: z.date().nullable() });
export const endpointChanged = z.object({ id: z.string() });

export const endpointView = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.string()),
  status: z.enum(["active", "paused"]),
  pause: z.enum(["by_hand", "gone", "failing"]).nullable(),
  pausedAt: z.date().nullable(),
  previousSecretUntil: z.date().nullable().describe("Until when the secret before this one signs too."),
  failingSince: z.date().nullable().describe("Since when it has taken nothing that it was sent."),
  createdAt: z.date(),
  counts: z
    .object({ pending: z.int(), delivered: z.int(), failed: z.int(), held: z.int() })
    .describe("Its deliveries of the last 30 days, each counted as far as 10,000."),
});
export type EndpointView = z.infer<typeof endpointView>;
export const endpointList = z.object({ items: z.array(endpointView) });

export const DELIVERY_STATUSES = ["pending", "delivered", "failed", "held"] as const;
const status = z.enum(DELIVERY_STATUSES);

export const listDeliveriesInput = z.strictObject({ ...pageInput, endpointId: id, status: status.optional() });
export type ListDeliveriesInput = z.infer<typeof listDeliveriesInput>;

export const deliveryRow = z.object({
  id: z.string(),
  messageId: z.string().describe("The `webhook-id` that the receiver sees."),
  type: z.string(),
  status,
  attempts: z.int(),
  lastStatus: z.int().nullable().describe("What its last try was answered with."),
  nextAttemptAt: z.date().nullable(),
  deliveredAt: z.date().nullable(),
  createdAt: z.date(),
});
export type DeliveryRow = z.infer<typeof deliveryRow>;
export const deliveryPage = pageOf(deliveryRow);

export const deliveryInput = z.strictObject({ id });
export const deliveryView = deliveryRow.extend({
  endpointId: z.string(),
  endpointUrl: z.string(),
  body: z.string().describe("What is posted, byte for byte."),
  tries: z
    .array(
      z.object({
        id: z.string(),
        at: z.date(),
        status: z.int().nullable(),
        error: z.string().nullable(),
        response: z.string().nullable().describe("The beginning of the answer."),
        latencyMs: z.int(),
      }),
    )
    .describe("The newest first; at most 50."),
});
export type DeliveryView = z.infer<typeof deliveryView>;
export const deliveryAsked = z.object({ deliveryId: z.string() });

export const recoverInput = z.strictObject({
  endpointId: id,
  since: z.coerce.date().pipe(instantSchema).describe("What was held or given up since then is sent anew."),
});
export type RecoverInput = z.infer<typeof recoverInput>;
export const recovering = z.object({ deliveries: z.int() });
