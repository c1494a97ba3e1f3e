"use server";

import { outcomeOf } from "@stoa/api/http/problem";
import { redirect } from "next/navigation";
import { type ActState, UNSENT } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act, typed } from "../../../server/act.ts";
import { api } from "../../../server/api.ts";
import { courseOf } from "./course-fields.ts";

export async function createCourse(_: ActState, form: FormData): Promise<ActState> {
  const made = await outcomeOf((await api()).courses.manage.create(courseOf(form)));
  if (made.ok) redirect(`/courses/${made.data.id}`);
  return { ...UNSENT, problem: made.problem, values: typed(form) };
}

/** The version comes from the form: from what was read, or from the refusal that a colleague's edit was met with. */
export async function updateCourse(_: ActState, form: FormData): Promise<ActState> {
  const input = { id: text(form, "id"), version: Number(text(form, "version")), data: courseOf(form) };
  return act((caller) => caller.courses.manage.update(input), "Saved.", form);
}

export async function publishCourse(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.courses.manage.publish({ id: text(form, "id") }), "On sale.");
}

export async function archiveCourse(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.courses.manage.archive({ id: text(form, "id") }), "Off sale. Who owns it keeps it.");
}

export async function deleteCourse(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.courses.manage.delete({ id: text(form, "id") }), "Deleted. It can be restored.");
}

export async function restoreCourse(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.courses.manage.restore({ id: text(form, "id") }), "Restored.");
}
