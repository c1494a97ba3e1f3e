import { insertRows, tables, withTransaction } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import type { Holder, Subject } from "./queries.ts";

const { entitlements } = tables;

export type EntitlementSource = (typeof tables.entitlementSourceEnum.enumValues)[number];

export interface Grant extends Subject {
  holder: Holder;
  source: EntitlementSource;
  /** The order line, grant award or membership it comes from; a second grant from the same source changes nothing. */
  sourceId: string;
  expiresAt?: Date | null;
}

/** Gives a right from one source. Granting twice from the same source is one right; ending one never takes another's. */
export async function grantEntitlement(ctx: Context, grant: Grant): Promise<{ id: string; created: boolean }> {
  const { holder, expiresAt, ...rest } = grant;
  return withTransaction(ctx, async (tx) => {
    const granted = {
      id: newId("entitlement", ctx.clock.now().getTime()),
      userId: holder.userId,
      emailNormalised: holder.email,
      expiresAt: expiresAt ?? null,
      ...rest,
    };
    const [row] = await tx.db.execute<{ id: string }>(
      sql`${insertRows(entitlements, [granted])} on conflict do nothing returning id`,
    );
    if (!row) return { id: await idOf(tx, grant), created: false };
    await recordAudit(tx, {
      action: "entitlements.grant",
      subjectKind: "entitlement",
      subjectId: row.id,
      after: { ...rest, userId: holder.userId, expiresAt: expiresAt ?? null },
    });
    return { id: row.id, created: true };
  });
}

async function idOf(ctx: Pick<Context, "db">, grant: Grant): Promise<string> {
  const rows = await ctx.db
    .select({ id: entitlements.id })
    .from(entitlements)
    .where(
      and(
        eq(entitlements.source, grant.source),
        eq(entitlements.sourceId, grant.sourceId),
        eq(entitlements.productKind, grant.productKind),
        eq(entitlements.subjectId, grant.subjectId),
      ),
    )
    .limit(1);
  return only(rows, "entitlement").id;
}

/** Ends what some sources of a kind gave. Gives how many rights ended now; ending twice ends nothing more. */
export async function endEntitlements(
  ctx: Context,
  end: { source: EntitlementSource; sourceIds: readonly string[]; reason: string },
): Promise<{ ended: number }> {
  return withTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .update(entitlements)
      .set({ endedAt: sql`now()`, endedReason: end.reason })
      .where(
        and(
          eq(entitlements.source, end.source),
          inArray(entitlements.sourceId, [...end.sourceIds]),
          isNull(entitlements.endedAt),
        ),
      )
      .returning({ id: entitlements.id });
    for (const row of rows) {
      await recordAudit(tx, {
        action: "entitlements.end",
        subjectKind: "entitlement",
        subjectId: row.id,
        after: { reason: end.reason },
      });
    }
    return { ended: rows.length };
  });
}

/** Moves what was bought under a proved address on to its account. */
export async function joinEntitlements(
  ctx: Context,
  { userId, email }: { userId: string; email: string },
): Promise<{ joined: number }> {
  return withTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .update(entitlements)
      .set({ userId })
      .where(and(isNull(entitlements.userId), eq(entitlements.emailNormalised, email)))
      .returning({ id: entitlements.id });
    return { joined: rows.length };
  });
}
