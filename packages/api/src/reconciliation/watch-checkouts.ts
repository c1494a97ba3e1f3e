import { setTimeout as sleep } from "node:timers/promises";
import { tables } from "@stoa/db";
import { MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { type GatewayName, GatewayOutcomeUnknown, GatewayUnavailable } from "@stoa/payments";
import { and, asc, eq, inArray, not, or, sql } from "drizzle-orm";
import { lookUpCheckout } from "../checkout/index.ts";
import type { Context } from "../platform/context.ts";

const { orders } = tables;

/** Webhooks and the buyer's return come first; what is older than this has perhaps lost both. */
const QUIET_MS = 2 * MINUTE_MS;
/** No page is begun after this, so that a run has ended when the next is due. */
const BUDGET_MS = 45 * SECOND_MS;
/** With the pause after each, at most 25 look-ups a second: the least that a gateway allows one account. */
const PAGE = 50;
const PAUSE_MS = 2 * SECOND_MS;
/** Look-ups at a time while there is a backlog; most of each is waiting for the gateway. */
const AT_ONCE = 4;
/** Calls in a row without an answer, after which a gateway is left alone until the next run. */
const SILENCES = 3;

interface Waiting {
  readonly id: string;
  readonly gateway: GatewayName | null;
}

/** How often in a row each gateway has not answered in this run. */
type Silences = Map<GatewayName, number>;

/**
 * The net under webhooks and return pages: every pending order that has been quiet for a while is looked up at its
 * gateway and settled or closed, as many as the time of one run allows, those that waited longest first. One order that
 * cannot be looked up does not hold up the others, nor one gateway that is down the orders of another. Gives how many
 * there were.
 */
export async function watchCheckouts(ctx: Context): Promise<number> {
  const begun = performance.now();
  const silences: Silences = new Map();
  let seen = 0;
  for (;;) {
    const page = await longestWaiting(ctx, silentOf(silences));
    await lookUpAll(ctx, page, silences);
    seen += page.length;
    if (page.length < PAGE || performance.now() - begun > BUDGET_MS) return seen;
    await sleep(PAUSE_MS);
  }
}

function longestWaiting(ctx: Context, silent: GatewayName[]): Promise<Waiting[]> {
  return ctx.db
    .select({ id: orders.id, gateway: orders.gateway })
    .from(orders)
    .where(
      and(
        eq(orders.status, "pending"),
        sql`${orders.updatedAt} < now() - ${QUIET_MS} * interval '1 millisecond'`,
        or(sql`${orders.gateway} is null`, not(inArray(orders.gateway, silent))),
      ),
    )
    .orderBy(asc(orders.updatedAt))
    .limit(PAGE);
}

/** One after the other, and several at a time only when more are waiting than a page holds. */
async function lookUpAll(ctx: Context, page: readonly Waiting[], silences: Silences): Promise<void> {
  const left = page.values();
  const lane = async () => {
    for (const order of left) await lookUp(ctx, order, silences);
  };
  await Promise.all(Array.from({ length: page.length < PAGE ? 1 : AT_ONCE }, lane));
}

async function lookUp(ctx: Context, { id, gateway }: Waiting, silences: Silences): Promise<void> {
  if (gateway !== null && silentOf(silences).includes(gateway)) return;
  try {
    await lookUpCheckout(ctx, id);
    if (gateway !== null) silences.delete(gateway);
  } catch (error) {
    ctx.log.warn({ err: error, orderId: id }, "the gateway could not be asked about an order");
    if (gateway !== null && isSilence(error)) silences.set(gateway, (silences.get(gateway) ?? 0) + 1);
  }
  // The back of the queue, so that a batch of unanswered ones does not keep others waiting.
  await ctx.db
    .update(orders)
    .set({ updatedAt: sql`now()` })
    .where(and(eq(orders.id, id), eq(orders.status, "pending")));
}

function isSilence(error: unknown): boolean {
  return error instanceof GatewayOutcomeUnknown || error instanceof GatewayUnavailable;
}

function silentOf(silences: Silences): GatewayName[] {
  return [...silences].flatMap(([gateway, times]) => (times >= SILENCES ? gateway : []));
}
