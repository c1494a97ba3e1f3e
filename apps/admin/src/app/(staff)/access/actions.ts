"use server";

import { ACCESS_SCOPES } from "@stoa/api/platform/access-rules";
import { invariant } from "@stoa/kit";
import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { oneOf } from "../../../server/query.ts";
import { entriesOf } from "./entries.ts";

/** Sets the rules of one scope, all its lists at once. */
export async function changeAccess(_: ActState, form: FormData): Promise<ActState> {
  const key = oneOf(text(form, "scope"), ACCESS_SCOPES);
  invariant(key !== undefined, "each form names its scope");
  const networks = (name: string) => entriesOf(text(form, name));
  const countries = (name: string) => entriesOf(text(form, name).toUpperCase());
  const value = {
    allowNetworks: networks("allowNetworks"),
    denyNetworks: networks("denyNetworks"),
    allowCountries: countries("allowCountries"),
    denyCountries: countries("denyCountries"),
    unknownCountry: text(form, "unknownCountry") === "deny" ? ("deny" as const) : ("allow" as const),
  };
  return act((caller) => caller.settings.change({ key, value }), "Saved. It holds from now on.", form);
}
