import { tables, withTransaction } from "@stoa/db";
import { MINUTE_MS } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { admits, SETTINGS_TAG } from "../platform/access-rules.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { WouldShutYouOut } from "./errors.ts";
import {
  type AllSettings,
  type ChangeSettingInput,
  type PublicSettings,
  SETTINGS,
  type SettingKey,
} from "./schemas.ts";

const { settings } = tables;

/** Every setting, as set or as it is until somebody sets it. Up to a minute old where the cache is not told. */
export function readSettings(ctx: Context): Promise<AllSettings> {
  return ctx.services.cache.read({
    key: "settings:all",
    ttlMs: MINUTE_MS,
    tags: [SETTINGS_TAG],
    load: async () => {
      const { db } = ctx.services;
      return {
        maintenance: await settingNow({ db }, "maintenance"),
        seller: await settingNow({ db }, "seller"),
        signInAccess: await settingNow({ db }, "signInAccess"),
        publicFormAccess: await settingNow({ db }, "publicFormAccess"),
        staffAccess: await settingNow({ db }, "staffAccess"),
        refundPolicy: await settingNow({ db }, "refundPolicy"),
        affiliateProgramme: await settingNow({ db }, "affiliateProgramme"),
        payouts: await settingNow({ db }, "payouts"),
      };
    },
  });
}

/** One setting from the table itself, for what is frozen with it, such as a receipt. */
export async function settingNow<K extends SettingKey>(ctx: Pick<Context, "db">, key: K): Promise<AllSettings[K]> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.key, key));
  const { schema, initial } = SETTINGS[key];
  return schema.parse(row?.value ?? initial);
}

/** What anybody may know of them. */
export async function readPublicSettings(ctx: Context): Promise<PublicSettings> {
  const { maintenance, seller } = await readSettings(ctx);
  return { maintenance, supportEmail: seller.supportEmail };
}

/** Sets one; every process sees it at once. Throws `WouldShutYouOut`. */
export async function changeSetting(ctx: Context, change: ChangeSettingInput): Promise<void> {
  mustStillAdmit(ctx, change);
  const { key, value } = change;
  await withTransaction(ctx, async (tx) => {
    const [before] = await tx.db.select().from(settings).where(eq(settings.key, key)).for("update");
    const updatedBy = ctx.actor.id;
    await tx.db
      .insert(settings)
      .values({ key, value, updatedBy })
      .onConflictDoUpdate({ target: settings.key, set: { value, updatedBy, updatedAt: sql`now()` } });
    await recordAudit(tx, {
      action: "settings.change",
      subjectKind: "setting",
      subjectId: key,
      before: { value: before?.value ?? SETTINGS[key].initial },
      after: { value },
    });
  });
  await ctx.services.cache.invalidate([SETTINGS_TAG]);
}

/** Of public forms one may shut out one's own country: whoever does still gets in to take it back. */
function mustStillAdmit({ request }: Context, change: ChangeSettingInput): void {
  if (change.key !== "signInAccess" && change.key !== "staffAccess") return;
  if (request !== null && !admits(change.value, request)) throw new WouldShutYouOut(request);
}
