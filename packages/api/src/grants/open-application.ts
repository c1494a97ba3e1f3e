import { tables } from "@stoa/db";
import { found } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { ApplicationDecided, ApplicationNotFound, OwnApplication } from "./errors.ts";
import { mayDecide } from "./policy.ts";

const { grantApplications } = tables;

export type Application = typeof grantApplications.$inferSelect;

/**
 * An application that waits for a decision which this reviewer may take, locked until the transaction ends. Throws
 * `ApplicationNotFound`, `ApplicationDecided`, `OwnApplication`.
 */
export async function lockOpenApplication(ctx: TxContext, id: string): Promise<Application> {
  const [row] = await ctx.db.select().from(grantApplications).where(eq(grantApplications.id, id)).for("update");
  const application = found(row, () => new ApplicationNotFound(id));
  if (!mayDecide(ctx.actor, application)) throw new OwnApplication(id);
  mustWait(application);
  return application;
}

/** Throws `ApplicationDecided` for one that is decided. */
export function mustWait({ id, status }: Pick<Application, "id" | "status">): void {
  if (status !== "submitted") throw new ApplicationDecided(id);
}

/** Writes the decision and who took it. */
export async function decideApplication(
  ctx: TxContext,
  id: string,
  decision: { status: "approved" } | { status: "rejected"; reason: string },
): Promise<void> {
  const reviewerId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  await ctx.db
    .update(grantApplications)
    .set({ ...decision, reviewerId, decidedAt: sql`now()` })
    .where(eq(grantApplications.id, id));
}
