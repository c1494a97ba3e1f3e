import { withTransaction } from "@stoa/db";
import type { Context } from "../platform/context.ts";
import { changeEndpoint, lockEndpoint, recordEndpointAudit } from "./endpoint.ts";

/** Takes an endpoint away: nothing more is sent. What was sent stays in its log for its time. Throws `EndpointNotFound`. */
export async function deleteEndpoint(ctx: Context, id: string): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const { url, description } = await lockEndpoint(tx, id);
    await changeEndpoint(tx, id, { deletedAt: ctx.clock.now() });
    await recordEndpointAudit(tx, "delete_endpoint", id, { before: { url, description } });
    return { id };
  });
}
