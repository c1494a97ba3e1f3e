import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { messageOf } from "../platform/announce.ts";
import type { Context } from "../platform/context.ts";
import { deliveryToMake } from "./delivery-message.ts";
import { lockActiveEndpoint, recordEndpointAudit } from "./endpoint.ts";

/** Sends a test event to one endpoint, like any other. Throws `EndpointNotFound`, `EndpointPaused`. */
export async function sendTest(ctx: Context, endpointId: string): Promise<{ deliveryId: string }> {
  return withTransaction(ctx, async (tx) => {
    await lockActiveEndpoint(tx, endpointId);
    const now = ctx.clock.now();
    const message = messageOf(ctx, "webhook.test", { endpointId });
    const deliveryId = newId("webhookDelivery", now.getTime());
    await tx.db.insert(tables.webhookMessages).values(message);
    await tx.db.insert(tables.webhookDeliveries).values({
      id: deliveryId,
      messageId: message.id,
      endpointId,
      status: "pending",
      nextAttemptAt: now,
      createdAt: now,
    });
    await enqueue(tx, deliveryToMake, { deliveryId, round: 1 });
    await recordEndpointAudit(tx, "send_test", endpointId, { after: { messageId: message.id } });
    return { deliveryId };
  });
}
