"use server";

import { CURRENCIES, minorOf } from "@stoa/kit";
import type { ActState } from "../../../forms/act-state.ts";
import type { EachState } from "../../../forms/each-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { actEach } from "../../../server/act-each.ts";

export async function approve(_: ActState, form: FormData): Promise<ActState> {
  const input = {
    id: text(form, "id"),
    poolId: text(form, "poolId"),
    percent: Number(text(form, "percent")),
    expiresAt: new Date(`${text(form, "expiresAt")}T23:59:59.999Z`),
  };
  return act((caller) => caller.grants.applications.approve(input), "Approved; they are told by mail.", form);
}

export async function reject(_: ActState, form: FormData): Promise<ActState> {
  const input = { id: text(form, "id"), reason: text(form, "reason") };
  return act((caller) => caller.grants.applications.reject(input), "Rejected; they are told by mail.", form);
}

export async function revoke(_: ActState, form: FormData): Promise<ActState> {
  const input = { id: text(form, "id"), reason: text(form, "reason") };
  return act((caller) => caller.grants.awards.revoke(input), "Taken back; they are told by mail.", form);
}

export async function createPool(_: ActState, form: FormData): Promise<ActState> {
  const input = { name: text(form, "name"), description: text(form, "description"), currency: currencyOf(form) };
  return act((caller) => caller.grants.pools.create(input), "Made; it takes gifts.", form);
}

export async function contribute(_: ActState, form: FormData): Promise<ActState> {
  const currency = currencyOf(form);
  const amount = { amount: minorOf(text(form, "amount"), currency) ?? 0, currency };
  const input = { poolId: text(form, "poolId"), amount, note: text(form, "note") };
  return act((caller) => caller.grants.pools.contribute(input), "In the books.", form);
}

export async function closePool(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.grants.pools.close({ id: text(form, "id") }), "Closed.");
}

export async function reopenPool(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.grants.pools.reopen({ id: text(form, "id") }), "Open again.");
}

function currencyOf(form: FormData) {
  return CURRENCIES.find((code) => code === text(form, "currency")) ?? "EUR";
}

/** Every applicant is told the same reason, in a mail of their own. */
async function rejectMany(form: FormData): Promise<EachState> {
  const reason = text(form, "reason");
  return actEach(form, (caller, id) => caller.grants.applications.reject({ id, reason }));
}

/** Whose they are to decide; `nobody` takes them from whoever had them. */
async function assignMany(form: FormData): Promise<EachState> {
  const chosen = text(form, "assigneeId");
  const assigneeId = chosen === "nobody" ? null : chosen;
  return actEach(form, (caller, id) => caller.grants.applications.assign({ id, assigneeId }));
}

/** What is done with many applications; each has an answer of its own. */
export async function decideMany(_: EachState, form: FormData): Promise<EachState> {
  return text(form, "verb") === "assign" ? assignMany(form) : rejectMany(form);
}
