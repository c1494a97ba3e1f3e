import { tables } from "@stoa/db";
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "@stoa/kit";
import type { Gateway } from "@stoa/payments";
import { eq, sql } from "drizzle-orm";
import { storeCollectedEvent } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";

const { gatewayMarks } = tables;

/** Each run begins this long before the end of the last, for events that the gateway was slow to list. */
const OVERLAP_MS = HOUR_MS;
/** What is newer may still be on its way. */
const SETTLED_MS = 5 * MINUTE_MS;
/** Stripe keeps events no longer. */
const KEPT_MS = 30 * DAY_MS;
/** Read at a time, so that a run that is cut off in making up for a long outage has got somewhere. */
const SLICE_MS = 6 * HOUR_MS;

/**
 * Fetches the events that a gateway could not deliver and puts them in the inbox, as if they had come: all since the
 * last run that read to the end, however long ago that was. Gives how many were new.
 */
export async function collectUndelivered(ctx: Context): Promise<number> {
  let stored = 0;
  for (const name of ctx.services.gateways.enabled()) {
    stored += await collectFrom(ctx, ctx.services.gateways.get(name));
  }
  return stored;
}

async function collectFrom(ctx: Context, gateway: Gateway): Promise<number> {
  const now = ctx.clock.now();
  const end = addMs(now, -SETTLED_MS);
  let stored = 0;
  let from = await beginOf(ctx, gateway, now);
  while (from < end) {
    const to = new Date(Math.min(addMs(from, SLICE_MS).getTime(), end.getTime()));
    stored += await collectSlice(ctx, gateway, { from, to });
    await moveMark(ctx, gateway, to);
    from = to;
  }
  return stored;
}

/** Where the last complete reading ended, less the overlap; a shop that has never read begins with the last hour. */
async function beginOf(ctx: Context, { name }: Gateway, now: Date): Promise<Date> {
  const [mark] = await ctx.db.select().from(gatewayMarks).where(eq(gatewayMarks.gateway, name));
  const from = addMs(mark?.collectedUntil ?? now, -OVERLAP_MS);
  return new Date(Math.max(from.getTime(), addMs(now, -KEPT_MS).getTime()));
}

async function collectSlice(ctx: Context, gateway: Gateway, window: { from: Date; to: Date }): Promise<number> {
  let cursor: string | null = null;
  let stored = 0;
  do {
    const page: Awaited<ReturnType<Gateway["listUndelivered"]>> = await gateway.listUndelivered(
      { ...window, ...(cursor === null ? {} : { cursor }) },
      { correlationId: ctx.correlationId },
    );
    for (const event of page.items) {
      if ((await storeCollectedEvent(ctx, event)) === "new") stored += 1;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return stored;
}

/** Never back: a run that was slow must not undo what a later one has read. */
async function moveMark(ctx: Context, { name }: Gateway, collectedUntil: Date): Promise<void> {
  await ctx.db
    .insert(gatewayMarks)
    .values({ gateway: name, collectedUntil })
    .onConflictDoUpdate({
      target: gatewayMarks.gateway,
      set: { collectedUntil: sql`greatest(${gatewayMarks.collectedUntil}, excluded.collected_until)` },
    });
}
