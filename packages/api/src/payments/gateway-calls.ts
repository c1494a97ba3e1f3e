import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import type { GatewayName } from "@stoa/payments";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";

const { gatewayCalls } = tables;

export type GatewayCall = typeof gatewayCalls.$inferSelect;
export type GatewayCallKind = GatewayCall["kind"];

/** Writes down that a gateway is going to be asked, and under which key, before it is asked. */
export async function intendCall(
  ctx: TxContext,
  call: { gateway: GatewayName; kind: GatewayCallKind; subjectId: string; idempotencyKey: string },
): Promise<void> {
  await ctx.db
    .insert(gatewayCalls)
    .values({
      id: newId("gatewayCall", ctx.clock.now().getTime()),
      ...call,
      correlationId: ctx.correlationId,
    })
    .onConflictDoNothing();
}

/** The call that a subject waits for, or null when none was intended. */
export async function findCall(
  ctx: Pick<Context, "db">,
  call: { kind: GatewayCallKind; subjectId: string },
): Promise<GatewayCall | null> {
  const [row] = await ctx.db
    .select()
    .from(gatewayCalls)
    .where(and(eq(gatewayCalls.kind, call.kind), eq(gatewayCalls.subjectId, call.subjectId)));
  return row ?? null;
}

/** A call by its key, or null; for subjects that are called about more than once. */
export async function findCallByKey(
  ctx: Pick<Context, "db">,
  call: { gateway: GatewayName; idempotencyKey: string },
): Promise<GatewayCall | null> {
  const [row] = await ctx.db
    .select()
    .from(gatewayCalls)
    .where(and(eq(gatewayCalls.gateway, call.gateway), eq(gatewayCalls.idempotencyKey, call.idempotencyKey)));
  return row ?? null;
}

export type CallOutcome =
  | { status: "succeeded"; outcome: Readonly<Record<string, unknown>> }
  | { status: "refused" | "unknown"; lastError: string };

/** Writes down what came of it. A definite answer stands: a later one changes nothing. Gives whether it was taken. */
export async function recordCallOutcome(
  ctx: Pick<Context, "db">,
  callId: string,
  outcome: CallOutcome,
): Promise<boolean> {
  const rows = await ctx.db
    .update(gatewayCalls)
    .set({ ...outcome, attempts: sql`${gatewayCalls.attempts} + 1`, updatedAt: sql`now()` })
    .where(and(eq(gatewayCalls.id, callId), inArray(gatewayCalls.status, ["intended", "unknown"])))
    .returning({ id: gatewayCalls.id });
  return rows.length > 0;
}
