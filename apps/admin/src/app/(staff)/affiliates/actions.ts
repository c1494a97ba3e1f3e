"use server";

import type { ActState } from "../../../forms/act-state.ts";
import type { EachState } from "../../../forms/each-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { actEach } from "../../../server/act-each.ts";
import { basisPointsOf } from "../settings/basis-points.ts";

export async function suspend(_: ActState, form: FormData): Promise<ActState> {
  const input = { affiliateId: text(form, "affiliateId"), reason: text(form, "reason") };
  return act((caller) => caller.affiliates.manage.suspend(input), "Suspended; they are told by mail.", form);
}

export async function reinstate(_: ActState, form: FormData): Promise<ActState> {
  const input = { affiliateId: text(form, "affiliateId") };
  return act((caller) => caller.affiliates.manage.reinstate(input), "The link counts again.");
}

export async function agreeTerms(_: ActState, form: FormData): Promise<ActState> {
  const input = {
    affiliateId: text(form, "affiliateId") || null,
    courseId: text(form, "courseId").trim() || null,
    rateBps: basisPointsOf(text(form, "rate")),
  };
  return act((caller) => caller.affiliates.manage.agreeTerms(input), "Agreed, for the orders to come.", form);
}

export async function endTerms(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.affiliates.manage.endTerms({ termId: text(form, "termId") }), "Ended.");
}

export async function acceptReferral(_: ActState, form: FormData): Promise<ActState> {
  const input = { referralId: text(form, "referralId"), decision: "accepted" as const, note: text(form, "note") };
  return act((caller) => caller.affiliates.manage.decide(input), "Accepted; what it earned is in the books.", form);
}

export async function refuseReferral(_: ActState, form: FormData): Promise<ActState> {
  const input = { referralId: text(form, "referralId"), decision: "refused" as const, note: text(form, "note") };
  return act((caller) => caller.affiliates.manage.decide(input), "Refused; it earns nothing.", form);
}

export async function changeProgramme(_: ActState, form: FormData): Promise<ActState> {
  const value = {
    open: text(form, "open") === "on",
    rateBps: basisPointsOf(text(form, "rate")),
    windowDays: Number(text(form, "windowDays")),
    model: text(form, "model") === "first_click" ? ("first_click" as const) : ("last_click" as const),
    holdDays: Number(text(form, "holdDays")),
    termsVersion: text(form, "termsVersion"),
  };
  return act(
    (caller) => caller.settings.change({ key: "affiliateProgramme", value }),
    "Saved, for the orders to come.",
    form,
  );
}

export async function addCreative(_: ActState, form: FormData): Promise<ActState> {
  const input = { title: text(form, "title"), body: text(form, "body"), path: text(form, "path") };
  return act((caller) => caller.affiliates.manage.addCreative(input), "Added.", form);
}

export async function retireCreative(_: ActState, form: FormData): Promise<ActState> {
  const input = { creativeId: text(form, "creativeId") };
  return act((caller) => caller.affiliates.manage.retireCreative(input), "Taken out of the list.");
}

export async function decideManyReferrals(_: EachState, form: FormData): Promise<EachState> {
  const decision = text(form, "verb") === "refuse" ? "refused" : "accepted";
  const note = text(form, decision === "refused" ? "refuseNote" : "acceptNote");
  return actEach(form, (caller, referralId) => caller.affiliates.manage.decide({ referralId, decision, note }));
}
