"use server";

import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { basisPointsOf } from "./basis-points.ts";

export async function upsertTaxRate(_: ActState, form: FormData): Promise<ActState> {
  const input = {
    country: text(form, "country").trim().toUpperCase(),
    name: text(form, "name"),
    rateBps: basisPointsOf(text(form, "rate")),
    mode: text(form, "mode") === "exclusive" ? ("exclusive" as const) : ("inclusive" as const),
  };
  return act((caller) => caller.settings.taxRates.upsert(input), "Set, for the orders to come.", form);
}

export async function removeTaxRate(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.settings.taxRates.remove({ country: text(form, "country") }), "Removed.");
}

export async function changeSeller(_: ActState, form: FormData): Promise<ActState> {
  const value = {
    name: text(form, "name"),
    address: text(form, "address"),
    taxNumber: text(form, "taxNumber").trim() || null,
    supportEmail: text(form, "supportEmail").trim(),
  };
  return act((caller) => caller.settings.change({ key: "seller", value }), "Saved.", form);
}

export async function changeRefundPolicy(_: ActState, form: FormData): Promise<ActState> {
  const value = { withinDays: wholeOf(form, "withinDays"), underPercent: wholeOf(form, "underPercent") };
  return act((caller) => caller.settings.change({ key: "refundPolicy", value }), "Saved.", form);
}

export async function changePayouts(_: ActState, form: FormData): Promise<ActState> {
  const value = {
    minimum: wholeOf(form, "minimum"),
    approvalAbove: wholeOf(form, "approvalAbove"),
    coolingOffHours: wholeOf(form, "coolingOffHours"),
    batchDay: wholeOf(form, "batchDay"),
  };
  return act((caller) => caller.settings.change({ key: "payouts", value }), "Saved.", form);
}

/** What is no number becomes -1, which the schema refuses beside its field. */
function wholeOf(form: FormData, name: string): number {
  const typed = text(form, name).trim();
  return /^\d{1,7}$/.test(typed) ? Number(typed) : -1;
}

export async function changeMaintenance(_: ActState, form: FormData): Promise<ActState> {
  const value = { on: text(form, "on") === "on", message: text(form, "message").trim() || null };
  return act(
    (caller) => caller.settings.change({ key: "maintenance", value }),
    value.on ? "The shop is closed now." : "The shop is open.",
    form,
  );
}
