import { createAccount } from "../identity/index.ts";
import type { Role } from "../identity/policy.ts";
import type { Context } from "../platform/context.ts";

/** A person of the seed, as somebody who tries Stoa out signs in. None of this exists in production. */
export interface SeedPerson {
  name: string;
  email: string;
  password: string;
  roles: readonly Role[];
  /** Base 32. Staff sign in with a second factor, whose code the sandbox's authenticator shows. */
  totpSecret?: string;
  locale?: string;
  timeZone: string;
  country: string;
}

export const SEED_PEOPLE = {
  olga: {
    name: "Olga Stavrou",
    email: "olga@stoa.test",
    password: "columns in the evening",
    roles: ["learner", "owner"],
    totpSecret: "MFZGG2DJORSWG5DVOJSXGMLX",
    timeZone: "Europe/Athens",
    country: "GR",
  },
  omar: {
    name: "Omar Haddad",
    email: "omar@stoa.test",
    password: "ink on limestone 22",
    roles: ["learner", "staff"],
    totpSecret: "ONQW4ZDTORXW4ZLMNFWWKMTY",
    timeZone: "Africa/Casablanca",
    country: "MA",
  },
  asha: {
    name: "Asha Raman",
    email: "asha@stoa.test",
    password: "ledgers and lanterns",
    roles: ["learner", "instructor"],
    timeZone: "Asia/Kolkata",
    country: "IN",
  },
  tomas: {
    name: "Tomás Iglesias",
    email: "tomas@stoa.test",
    password: "a map of the stars",
    roles: ["learner", "instructor"],
    timeZone: "Europe/Madrid",
    country: "ES",
  },
  mireille: {
    name: "Mireille Okafor",
    email: "mireille@stoa.test",
    password: "flour water salt time",
    roles: ["learner", "instructor"],
    locale: "fr",
    timeZone: "Europe/Paris",
    country: "FR",
  },
  ben: {
    name: "Ben Whitaker",
    email: "ben@stoa.test",
    password: "under the plane tree",
    roles: ["learner"],
    timeZone: "Europe/London",
    country: "GB",
  },
} as const satisfies Record<string, SeedPerson>;

/** Makes every account of the seed; gives the ids by name. */
export async function seedPeople(ctx: Context): Promise<Record<keyof typeof SEED_PEOPLE, string>> {
  const ids = new Map<string, string>();
  for (const [name, person] of Object.entries(SEED_PEOPLE)) ids.set(name, (await createAccount(ctx, person)).userId);
  return Object.fromEntries(ids) as Record<keyof typeof SEED_PEOPLE, string>;
}
