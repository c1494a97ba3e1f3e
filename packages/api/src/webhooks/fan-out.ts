import { insertRows, tables } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { deliveryToMake } from "./delivery-message.ts";

/**
 * Gives each endpoint that asked for an event its own delivery of it, once. For one that is paused the delivery is held,
 * so that it can be recovered.
 */
export async function fanOut(ctx: TxContext, messageIds: readonly string[]): Promise<void> {
  const wanted = await ctx.db.execute<{ messageId: string; endpointId: string; active: boolean }>(sql`
    select m.id as "messageId", e.id as "endpointId", e.status = 'active' as active
    from webhook_messages m join webhook_endpoints e on e.deleted_at is null and m.type = any (e.event_types)
    where m.id in ${[...messageIds]} order by e.id, m.id for share of e`);
  if (wanted.length === 0) return;
  const now = ctx.clock.now();
  const rows = wanted.map(({ messageId, endpointId, active }) => ({
    id: newId("webhookDelivery", now.getTime()),
    messageId,
    endpointId,
    status: active ? ("pending" as const) : ("held" as const),
    nextAttemptAt: active ? now : null,
    createdAt: now,
  }));
  const written = await ctx.db.execute<{ id: string; status: string }>(
    sql`${insertRows(tables.webhookDeliveries, rows)} on conflict (message_id, endpoint_id) do nothing returning id, status`,
  );
  for (const { id, status } of written) {
    if (status === "pending") await enqueue(ctx, deliveryToMake, { deliveryId: id, round: 1 });
  }
}
