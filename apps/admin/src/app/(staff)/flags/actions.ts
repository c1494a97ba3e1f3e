"use server";

import { FLAG_KEYS } from "@stoa/api/flags/schemas";
import { invariant } from "@stoa/kit";
import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";
import { oneOf } from "../../../server/query.ts";

const SAID = { on: "On for everybody.", off: "Off for everybody.", some: "Rolled out to those." } as const;

export async function setFlag(_: ActState, form: FormData): Promise<ActState> {
  const key = oneOf(text(form, "key"), FLAG_KEYS);
  invariant(key !== undefined, "each form names its feature");
  const state = oneOf(text(form, "state"), ["on", "off", "some"] as const) ?? "off";
  const percent = text(form, "percent").trim() || "0";
  const userIds = text(form, "userIds")
    .split(/[\s,]+/)
    .filter(Boolean);
  return act((caller) => caller.flags.set({ key, state, percent: Number(percent), userIds }), SAID[state], form);
}
