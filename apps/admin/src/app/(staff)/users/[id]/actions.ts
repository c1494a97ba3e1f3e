"use server";

import { ROLES } from "@stoa/api/identity/policy";
import type { ActState } from "../../../../forms/act-state.ts";
import { text } from "../../../../forms/text.ts";
import { act } from "../../../../server/act.ts";
import { oneOf } from "../../../../server/query.ts";

export async function blockUser(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.identity.users.block({ id: text(form, "id"), reason: text(form, "reason") }),
    "Blocked, and signed out everywhere.",
    form,
  );
}

export async function unblockUser(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.identity.users.unblock({ id: text(form, "id") }), "They can sign in again.");
}

export async function endSessions(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.identity.users.endSessions({ id: text(form, "id") }), "Signed out everywhere.");
}

export async function grantRole(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.identity.users.grantRole(roleOf(form)), "Given. It begins with their next sign-in.");
}

export async function revokeRole(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.identity.users.revokeRole(roleOf(form)), "Taken away.");
}

/** The role as it was posted; one that is none is refused by the procedure, which needs a word to refuse. */
function roleOf(form: FormData) {
  return { id: text(form, "id"), role: oneOf(text(form, "role"), ROLES) ?? "learner" };
}
