import { tables, withTransaction } from "@stoa/db";
import { NotSignedIn, newId } from "@stoa/kit";
import { isNull, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { recordEndpointAudit } from "./endpoint.ts";
import { callableUrl, reachableFrom } from "./endpoint-address.ts";
import { EndpointExists, TooManyEndpoints } from "./errors.ts";
import type { CreateEndpointInput } from "./schemas.ts";
import { newSigningSecret } from "./signing.ts";

const { webhookEndpoints } = tables;

/** Each is told of every event it asked for, so their number bounds what one sale can set off. */
export const ENDPOINTS_MAX = 20;

/**
 * Adds an address that is told of events from now on, and gives the secret that its messages are signed with. It is shown
 * this once: who has lost it rotates it, so that nobody who can look at endpoints can forge their messages. Throws
 * `EndpointAddressRefused`, `EndpointExists`, `TooManyEndpoints`.
 */
export async function createEndpoint(
  ctx: Context,
  input: CreateEndpointInput,
): Promise<{ id: string; secret: string }> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new NotSignedIn();
  const url = await callableUrl(input.url, reachableFrom(ctx.services.env));
  const { description, eventTypes } = input;
  return withTransaction(ctx, async (tx) => {
    await mustHaveRoom(tx);
    const id = newId("webhookEndpoint", ctx.clock.now().getTime());
    const { secret, sealed } = newSigningSecret(ctx.services.secrets);
    const [written] = await tx.db
      .insert(webhookEndpoints)
      .values({ id, url, description, eventTypes, secretSealed: sealed, createdBy: actor.id })
      .onConflictDoNothing({ target: webhookEndpoints.url, where: isNull(webhookEndpoints.deletedAt) })
      .returning({ id: webhookEndpoints.id });
    if (!written) throw new EndpointExists(url);
    await recordEndpointAudit(tx, "create_endpoint", id, { after: { url, description, eventTypes } });
    return { id, secret };
  });
}

/** One at a time counts, so that the last place is given once. */
async function mustHaveRoom(ctx: TxContext): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('webhook-endpoints', 0))`);
  const live = await ctx.db.$count(webhookEndpoints, isNull(webhookEndpoints.deletedAt));
  if (live >= ENDPOINTS_MAX) throw new TooManyEndpoints(ENDPOINTS_MAX);
}
