import { networkSchema } from "@stoa/kit";
import { z } from "zod";
import { isInNetworks } from "./networks.ts";

/** What rules of origin hold for, each named as the setting that keeps them. */
export const ACCESS_SCOPES = ["signInAccess", "publicFormAccess", "staffAccess"] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];

/** The cache's tag of everything that is read from the settings. */
export const SETTINGS_TAG = "settings";

const ENTRIES_MAX = 500;
const networks = listOf(networkSchema, "is not an address or a network such as 203.0.113.0/24");
const countries = listOf(z.string().regex(/^[A-Z]{2}$/), "is not a country's code of two capital letters, such as IN");

/** Who comes in by where they call from. With every list empty, everybody does. */
export const accessRules = z.strictObject({
  allowNetworks: networks,
  denyNetworks: networks,
  allowCountries: countries,
  denyCountries: countries,
  unknownCountry: z.enum(["allow", "deny"]).describe("What a rule of countries does when the country is not known."),
});
export type AccessRules = z.infer<typeof accessRules>;

export const OPEN_TO_ALL: AccessRules = {
  allowNetworks: [],
  denyNetworks: [],
  allowCountries: [],
  denyCountries: [],
  unknownCountry: "allow",
};

export interface Origin {
  readonly ip: string;
  /** ISO 3166-1 alpha-2; null when it is not known. */
  readonly country: string | null;
}

/**
 * Whether the rules let a caller in. A denied network is shut out whatever else is said, an allowed one is let in wherever
 * it is; then a denied country is shut out. Where anything is allowed by name, what is on no such list is shut out.
 */
export function admits(rules: AccessRules, { ip, country }: Origin): boolean {
  if (isInNetworks(ip, rules.denyNetworks)) return false;
  if (isInNetworks(ip, rules.allowNetworks)) return true;
  const onlyListed = rules.allowNetworks.length > 0 || rules.allowCountries.length > 0;
  if (country !== null) {
    if (rules.denyCountries.includes(country)) return false;
    return !onlyListed || rules.allowCountries.includes(country);
  }
  const asksForCountry = rules.allowCountries.length > 0 || rules.denyCountries.length > 0;
  if (asksForCountry && rules.unknownCountry === "deny") return false;
  return !onlyListed || rules.allowCountries.length > 0;
}

/** A bounded list whose complaint names the entry and stands at the list, so that a form shows it beside its field. */
function listOf(entry: z.ZodType<string>, complaint: string) {
  return z
    .array(z.string().max(100))
    .max(ENTRIES_MAX)
    .transform((given, ctx) =>
      given.map((text) => {
        const parsed = entry.safeParse(text);
        if (!parsed.success) ctx.addIssue({ code: "custom", message: `“${text}” ${complaint}.` });
        return parsed.data ?? text;
      }),
    );
}
