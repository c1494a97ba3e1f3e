import { tables } from "@stoa/db";
import { DomainError, MINUTE_MS } from "@stoa/kit";
import { inArray } from "drizzle-orm";
import {
  ACCESS_SCOPES,
  type AccessRules,
  type AccessScope,
  accessRules,
  admits,
  OPEN_TO_ALL,
  SETTINGS_TAG,
} from "../platform/access-rules.ts";
import type { Context } from "../platform/context.ts";

const { settings } = tables;

/** The same to everybody, whichever rule said so and whoever has an account. */
export class NotAdmitted extends DomainError {
  constructor() {
    super(
      "forbidden",
      "not_admitted",
      "This cannot be done from where you are. Write to us if you think that is a mistake.",
    );
  }
}

/**
 * Holds the caller to the rules of origin that staff have set (P15). Work that comes over no network, such as jobs and the
 * command line, comes from nowhere and is not asked. Throws `NotAdmitted`.
 */
export async function mustBeAdmitted(ctx: Context, scope: AccessScope): Promise<void> {
  if (ctx.request === null) return;
  const rules = (await readRules(ctx))[scope] ?? OPEN_TO_ALL;
  if (admits(rules, ctx.request)) return;
  ctx.services.metrics.notAdmitted.inc({ scope });
  throw new NotAdmitted();
}

/** Read at every sign-in and form, so from the cache; a change calls it stale in every process. */
function readRules(ctx: Context): Promise<Partial<Record<AccessScope, AccessRules>>> {
  return ctx.services.cache.read({
    key: "settings:access",
    ttlMs: MINUTE_MS,
    tags: [SETTINGS_TAG],
    load: async () => {
      const rows = await ctx.services.db
        .select()
        .from(settings)
        .where(inArray(settings.key, [...ACCESS_SCOPES]));
      return Object.fromEntries(rows.map((row) => [row.key, accessRules.parse(row.value)]));
    },
  });
}
