import { tables } from "@stoa/db";
import { found } from "@stoa/kit";
import { and, eq, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { EndpointNotFound, EndpointPaused } from "./errors.ts";

const { webhookEndpoints } = tables;

export type Endpoint = typeof webhookEndpoints.$inferSelect;

/** Why an endpoint is paused. */
export type Pause = NonNullable<Endpoint["pause"]>;

/** Throws `EndpointNotFound`, also for one that was deleted. */
export async function readEndpoint(ctx: Pick<Context, "db">, id: string): Promise<Endpoint> {
  const [row] = await ctx.db.select().from(webhookEndpoints).where(isLive(id));
  return found(row, () => new EndpointNotFound(id));
}

/** The endpoint, held until the transaction ends; every change of one, and of its deliveries, starts here. Throws `EndpointNotFound`. */
export async function lockEndpoint(ctx: TxContext, id: string): Promise<Endpoint> {
  const [row] = await ctx.db.select().from(webhookEndpoints).where(isLive(id)).for("no key update");
  return found(row, () => new EndpointNotFound(id));
}

/** The same for one that can be sent to. Throws `EndpointNotFound`, `EndpointPaused`. */
export async function lockActiveEndpoint(ctx: TxContext, id: string): Promise<Endpoint> {
  const endpoint = await lockEndpoint(ctx, id);
  if (endpoint.status === "paused") throw new EndpointPaused(id);
  return endpoint;
}

/** Holds an endpoint if it can be sent to; false when it is paused or gone. */
export async function holdIfActive(ctx: TxContext, id: string): Promise<boolean> {
  const [row] = await ctx.db.select().from(webhookEndpoints).where(isLive(id)).for("no key update");
  return row?.status === "active";
}

type Changes = Partial<Omit<Endpoint, "id" | "createdBy" | "createdAt">>;

export async function changeEndpoint(ctx: TxContext, id: string, changes: Changes): Promise<void> {
  await ctx.db
    .update(webhookEndpoints)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(eq(webhookEndpoints.id, id));
}

/** Whatever is done to an endpoint is on record; secrets are not. */
export async function recordEndpointAudit(
  ctx: TxContext,
  verb: string,
  id: string,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {},
): Promise<void> {
  await recordAudit(ctx, { action: `webhooks.${verb}`, subjectKind: "webhook_endpoint", subjectId: id, ...change });
}

function isLive(id: string) {
  return and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.deletedAt));
}
