import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { decodeCursor, errorText, found, type Page, toPage } from "@stoa/kit";
import type { GatewayName } from "@stoa/payments";
import { and, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { EventNotReplayable, InboxEventNotFound } from "./errors.ts";
import { handleEventFact } from "./handle-event-fact.ts";
import type { InboxEventDetail, InboxEventView, ListInboxInput } from "./schemas.ts";

const { inboxEvents } = tables;

export interface InboxKey {
  gateway: GatewayName;
  eventId: string;
}

export interface InboxEvent extends InboxKey {
  type: string;
  payload: unknown;
  orderId: string | null;
  attempts: number;
  receivedAt: Date;
  handledAt: Date | null;
}

/** An event as it lies in the inbox, its body parsed. Throws `InboxEventNotFound`. */
export async function readEvent(ctx: Pick<Context, "db">, key: InboxKey): Promise<InboxEvent> {
  const [row] = await ctx.db.select().from(inboxEvents).where(at(key));
  const { body, ...event } = found(row, () => new InboxEventNotFound(key.gateway, key.eventId));
  return { ...event, payload: JSON.parse(body.toString("utf8")) };
}

/** Notes that the event has had its effect, in the transaction of the effect. False when that was noted before. */
export async function markHandled(
  ctx: TxContext,
  key: InboxKey,
  result: { outcome: string; orderId: string | null },
): Promise<boolean> {
  const rows = await ctx.db
    .update(inboxEvents)
    .set({ handledAt: sql`now()`, deadAt: null, lastError: null, ...result })
    .where(and(at(key), isNull(inboxEvents.handledAt)))
    .returning({ eventId: inboxEvents.eventId });
  return rows.length > 0;
}

/** Notes a failed try, so that staff see why an event waits. Gives how many there were. */
export async function noteTry(ctx: Pick<Context, "db">, key: InboxKey, error: unknown): Promise<number> {
  const [row] = await ctx.db
    .update(inboxEvents)
    .set({ attempts: sql`${inboxEvents.attempts} + 1`, lastError: errorText(error) })
    .where(at(key))
    .returning({ attempts: inboxEvents.attempts });
  return row?.attempts ?? 0;
}

/** Gives up on an event: it stays, visible and replayable. */
export async function markDead(ctx: Pick<Context, "db">, key: InboxKey): Promise<void> {
  await ctx.db
    .update(inboxEvents)
    .set({ deadAt: sql`now()` })
    .where(and(at(key), isNull(inboxEvents.handledAt)));
}

/** Works an event again. Its effect is unique, so replaying one that was handled changes nothing twice. */
export async function replayEvent(ctx: Context, key: InboxKey): Promise<{ queued: true }> {
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(inboxEvents).where(at(key)).for("update");
    const event = found(row, () => new InboxEventNotFound(key.gateway, key.eventId));
    if (event.handledAt === null && event.deadAt === null && event.attempts === 0) {
      throw new EventNotReplayable(key.eventId);
    }
    await tx.db.update(inboxEvents).set({ handledAt: null, deadAt: null, attempts: 0 }).where(at(key));
    await enqueue(tx, handleEventFact, key);
    await recordAudit(tx, {
      action: "payments.replay_event",
      subjectKind: "inbox_event",
      subjectId: `${key.gateway}:${key.eventId}`,
      before: { handledAt: event.handledAt, deadAt: event.deadAt, outcome: event.outcome },
    });
    return { queued: true } as const;
  });
}

const SWEEP_AFTER = sql`interval '2 minutes'`;
const SWEEP_MAX = 500;

/** Queues again what was stored but whose job is gone, whatever the reason. The second net under the outbox. */
export async function sweepInbox(ctx: TxContext): Promise<number> {
  const rows = await ctx.db.execute<{ gateway: GatewayName; event_id: string }>(sql`
    select i.gateway, i.event_id from inbox_events i
    where i.handled_at is null and i.dead_at is null and i.received_at < now() - ${SWEEP_AFTER}
      and not exists (select from outbox o where o.job = ${handleEventFact.name} and o.done_at is null and o.dead_at is null
        and o.payload = jsonb_build_object('gateway', i.gateway, 'eventId', i.event_id))
    order by i.received_at limit ${SWEEP_MAX}`);
  for (const row of rows) {
    const key = { gateway: row.gateway, eventId: row.event_id };
    await enqueue(ctx, handleEventFact, key, { dedupeKey: `${key.gateway}:${key.eventId}` });
  }
  return rows.length;
}

export async function listInbox(ctx: Context, input: ListInboxInput): Promise<Page<InboxEventView>> {
  const after = input.cursor ? decodeCursor(input.cursor, ["instant", "text"]) : null;
  const rows = await ctx.db
    .select(viewColumns)
    .from(inboxEvents)
    .where(
      and(
        inState(input.state),
        input.gateway ? eq(inboxEvents.gateway, input.gateway) : undefined,
        input.orderId ? eq(inboxEvents.orderId, input.orderId) : undefined,
        after
          ? sql`(${inboxEvents.receivedAt}, ${inboxEvents.eventId}) < (${after[0]}::timestamptz, ${after[1]})`
          : undefined,
      ),
    )
    .orderBy(desc(inboxEvents.receivedAt), desc(inboxEvents.eventId))
    .limit(input.limit + 1);
  return toPage(rows, input.limit, (row) => [row.receivedAt.toISOString(), row.eventId]);
}

/** One event with its payload. Throws `InboxEventNotFound`. */
export async function getInboxEvent(ctx: Context, key: InboxKey): Promise<InboxEventDetail> {
  const [row] = await ctx.db
    .select({ ...viewColumns, body: inboxEvents.body })
    .from(inboxEvents)
    .where(at(key));
  const { body, ...event } = found(row, () => new InboxEventNotFound(key.gateway, key.eventId));
  return { ...event, payload: body.toString("utf8") };
}

const viewColumns = {
  gateway: inboxEvents.gateway,
  eventId: inboxEvents.eventId,
  type: inboxEvents.type,
  orderId: inboxEvents.orderId,
  outcome: inboxEvents.outcome,
  conflicting: inboxEvents.conflicting,
  deliveries: inboxEvents.deliveries,
  attempts: inboxEvents.attempts,
  lastError: inboxEvents.lastError,
  occurredAt: inboxEvents.occurredAt,
  receivedAt: inboxEvents.receivedAt,
  handledAt: inboxEvents.handledAt,
  deadAt: inboxEvents.deadAt,
};

function inState(state: ListInboxInput["state"]): SQL | undefined {
  switch (state) {
    case "waiting":
      return and(isNull(inboxEvents.handledAt), isNull(inboxEvents.deadAt));
    case "dead":
      return isNotNull(inboxEvents.deadAt);
    case "conflicting":
      return eq(inboxEvents.conflicting, true);
    case undefined:
      return undefined;
  }
}

function at(key: InboxKey): SQL | undefined {
  return and(eq(inboxEvents.gateway, key.gateway), eq(inboxEvents.eventId, key.eventId));
}
