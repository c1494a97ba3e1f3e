"use server";

import { gatewayName } from "@stoa/api/payments/schemas";
import { addMs, DAY_MS } from "@stoa/kit";
import type { ActState } from "../../../forms/act-state.ts";
import type { EachState } from "../../../forms/each-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { actEach } from "../../../server/act-each.ts";
import { oneOf } from "../../../server/query.ts";

export async function takeOver(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.reconciliation.takeOver({ id: text(form, "id") }), "Taken over. Both sides agree.");
}

export async function explain(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.reconciliation.explain({ id: text(form, "id"), note: text(form, "note") }),
    "Noted. It is not raised again while it stays the same.",
    form,
  );
}

/** Compares whole days, the last one included. */
export async function startRun(_: ActState, form: FormData): Promise<ActState> {
  const gateway = oneOf(text(form, "gateway"), gatewayName.options) ?? "stripe";
  const from = new Date(`${text(form, "from")}T00:00:00Z`);
  const to = addMs(new Date(`${text(form, "to") || text(form, "from")}T00:00:00Z`), DAY_MS);
  return act(
    (caller) => caller.reconciliation.start({ gateway, from, to }),
    "Asked for. The worker compares it; the run stands in the list below.",
    form,
  );
}

export async function resolveMany(_: EachState, form: FormData): Promise<EachState> {
  const note = text(form, "note");
  return actEach(form, (caller, id) =>
    text(form, "verb") === "explain"
      ? caller.reconciliation.explain({ id, note })
      : caller.reconciliation.takeOver({ id }),
  );
}
