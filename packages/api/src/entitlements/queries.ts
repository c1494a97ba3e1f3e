import { tables } from "@stoa/db";
import { and, eq, inArray, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";

const { entitlements } = tables;

/** Who holds a right: an account, or for a guest the normalised e-mail alone. */
export interface Holder {
  userId: string | null;
  /** Normalised (`normaliseEmail`). */
  email: string;
}

export type ProductKind = (typeof tables.productKindEnum.enumValues)[number];

export interface Subject {
  productKind: ProductKind;
  subjectId: string;
}

/**
 * Live by the database's clock: begun, not ended, not past its expiry. The time is that of the statement, not of the
 * transaction: who waited for a lock must see what was granted while they waited.
 */
export const isLive = sql`${entitlements.endedAt} is null and ${entitlements.startsAt} <= statement_timestamp()
  and (${entitlements.expiresAt} is null or statement_timestamp() < ${entitlements.expiresAt})`;

/** Whether any source still gives this holder the right. A guest's rights count for the address, not for an account. */
export async function hasLiveEntitlement(
  ctx: Pick<Context, "db">,
  question: Subject & { holder: Holder },
): Promise<boolean> {
  const { holder, productKind, subjectId } = question;
  const rows = await ctx.db
    .select({ id: entitlements.id })
    .from(entitlements)
    .where(
      and(heldBy(holder), eq(entitlements.productKind, productKind), eq(entitlements.subjectId, subjectId), isLive),
    )
    .limit(1);
  return rows.length > 0;
}

/**
 * Of some subjects, those that the holder has a live right to from other sources than these: what would stay if what
 * these gave was taken back.
 */
export async function subjectsHeldOtherwise(
  ctx: Pick<Context, "db">,
  question: {
    holder: Holder;
    productKind: ProductKind;
    subjectIds: readonly string[];
    /** The order lines, awards or memberships that are left out. */
    exceptSourceIds: readonly string[];
  },
): Promise<ReadonlySet<string>> {
  const { holder, productKind, subjectIds, exceptSourceIds } = question;
  if (subjectIds.length === 0) return new Set();
  const rows = await ctx.db
    .selectDistinct({ subjectId: entitlements.subjectId })
    .from(entitlements)
    .where(
      and(
        heldBy(holder),
        eq(entitlements.productKind, productKind),
        inArray(entitlements.subjectId, [...subjectIds]),
        notInArray(entitlements.sourceId, [...exceptSourceIds]),
        isLive,
      ),
    );
  return new Set(rows.map((row) => row.subjectId));
}

function heldBy(holder: Holder): SQL | undefined {
  const asGuest = and(isNull(entitlements.userId), eq(entitlements.emailNormalised, holder.email));
  return holder.userId === null ? asGuest : or(eq(entitlements.userId, holder.userId), asGuest);
}

/**
 * Whether the actor may use something now. The one question that web, API, mail, video and mobile ask. Only rights that
 * stand on the account count: what a guest bought under this address opens once the address is proved and joined.
 */
export async function canAccess(ctx: Context, { productKind, subjectId }: Subject): Promise<boolean> {
  if (ctx.actor.kind !== "user") return false;
  const rows = await ctx.db
    .select({ id: entitlements.id })
    .from(entitlements)
    .where(
      and(
        eq(entitlements.userId, ctx.actor.id),
        eq(entitlements.productKind, productKind),
        eq(entitlements.subjectId, subjectId),
        isLive,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
