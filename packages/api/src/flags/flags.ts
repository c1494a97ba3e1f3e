import { tables, withTransaction } from "@stoa/db";
import { MINUTE_MS } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { callerNetwork } from "../middleware/rate-limits.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { hasFeature } from "./policy.ts";
import {
  FLAG_KEYS,
  FLAGS,
  type FlagKey,
  type FlagView,
  type OwnFlags,
  type RollOut,
  type SetFlagInput,
} from "./schemas.ts";

const { featureFlags } = tables;

const FLAGS_TAG = "flags";

/** Whether the caller has a feature. At most a minute old where the cache is not told. */
export async function isOn(ctx: Context, key: FlagKey): Promise<boolean> {
  return (await ownFlags(ctx))[key];
}

/** Every feature, and whether the caller has it. */
export async function ownFlags(ctx: Context): Promise<OwnFlags> {
  const flags = await readFlags(ctx);
  const userId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const subject = { userId, steady: userId ?? callerNetwork(ctx) };
  return Object.fromEntries(flags.map((flag) => [flag.key, hasFeature(flag.key, flag, subject)])) as OwnFlags;
}

/** How far each feature is rolled out, in the order of their declaration. */
export async function readFlags(ctx: Context): Promise<FlagView[]> {
  return ctx.services.cache.read({
    key: "flags:all",
    ttlMs: MINUTE_MS,
    tags: [FLAGS_TAG],
    load: async () => {
      const rows = await ctx.services.db.select().from(featureFlags);
      return FLAG_KEYS.map((key) => {
        const row = rows.find((each) => each.key === key);
        const { state, percent, userIds } = row ?? initialOf(key);
        return { key, about: FLAGS[key].about, state, percent, userIds, updatedAt: row?.updatedAt ?? null };
      });
    },
  });
}

/** Rolls a feature out or back; every process sees it at once. */
export async function setFlag(ctx: Context, { key, ...rollOut }: SetFlagInput): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const [before] = await tx.db.select().from(featureFlags).where(eq(featureFlags.key, key)).for("update");
    const updatedBy = ctx.actor.id;
    await tx.db
      .insert(featureFlags)
      .values({ key, ...rollOut, updatedBy })
      .onConflictDoUpdate({ target: featureFlags.key, set: { ...rollOut, updatedBy, updatedAt: sql`now()` } });
    await recordAudit(tx, {
      action: "flags.set",
      subjectKind: "feature_flag",
      subjectId: key,
      before: { ...(before ? rollOutOf(before) : initialOf(key)) },
      after: { ...rollOut },
    });
  });
  await ctx.services.cache.invalidate([FLAGS_TAG]);
}

function initialOf(key: FlagKey): RollOut {
  return { state: FLAGS[key].initial, percent: 0, userIds: [] };
}

function rollOutOf({ state, percent, userIds }: RollOut): RollOut {
  return { state, percent, userIds };
}
