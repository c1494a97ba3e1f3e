"use server";

import { outcomeOf } from "@stoa/api/http/problem";
import { redirect } from "next/navigation";
import { type ActState, UNSENT } from "../../../../../../forms/act-state.ts";
import { text } from "../../../../../../forms/text.ts";
import { act } from "../../../../../../server/act.ts";
import { api } from "../../../../../../server/api.ts";

export async function updateLesson(_: ActState, form: FormData): Promise<ActState> {
  const data = {
    title: text(form, "title"),
    slug: text(form, "slug"),
    minutes: Number(text(form, "minutes")),
    preview: form.get("preview") === "on",
    body: text(form, "body"),
  };
  return act((caller) => caller.courses.manage.updateLesson({ id: text(form, "id"), data }), "Saved.", form);
}

export async function removeLesson(_: ActState, form: FormData): Promise<ActState> {
  const removed = await outcomeOf((await api()).courses.manage.removeLesson({ id: text(form, "id") }));
  if (removed.ok) redirect(`/courses/${text(form, "courseId")}`);
  return { ...UNSENT, problem: removed.problem };
}
