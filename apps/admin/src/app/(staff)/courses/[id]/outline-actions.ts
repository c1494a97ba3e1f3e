"use server";

import type { ActState } from "../../../../forms/act-state.ts";
import { text } from "../../../../forms/text.ts";
import { act } from "../../../../server/act.ts";

export async function addModule(_: ActState, form: FormData): Promise<ActState> {
  const input = { courseId: text(form, "courseId"), title: text(form, "title") };
  return act((caller) => caller.courses.manage.addModule(input), "Added at the end.", form);
}

export async function renameModule(_: ActState, form: FormData): Promise<ActState> {
  const input = { id: text(form, "id"), title: text(form, "title") };
  return act((caller) => caller.courses.manage.renameModule(input), "Renamed.", form);
}

export async function removeModule(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.courses.manage.removeModule({ id: text(form, "id") }), "Removed.");
}

export async function addLesson(_: ActState, form: FormData): Promise<ActState> {
  const input = {
    moduleId: text(form, "moduleId"),
    title: text(form, "title"),
    slug: text(form, "slug"),
    minutes: 5,
    body: "",
    preview: false,
  };
  return act((caller) => caller.courses.manage.addLesson(input), "Added. Its text comes next.", form);
}

/** `ids` in their new order, separated by commas. */
export async function reorderModules(_: ActState, form: FormData): Promise<ActState> {
  const input = { courseId: text(form, "of"), ids: idsOf(form) };
  return act((caller) => caller.courses.manage.reorderModules(input), "Moved.");
}

export async function reorderLessons(_: ActState, form: FormData): Promise<ActState> {
  const input = { moduleId: text(form, "of"), ids: idsOf(form) };
  return act((caller) => caller.courses.manage.reorderLessons(input), "Moved.");
}

function idsOf(form: FormData): string[] {
  return text(form, "ids").split(",").filter(Boolean);
}
