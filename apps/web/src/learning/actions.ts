"use server";

import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { textOf } from "../forms/answer-form.ts";
import { api } from "../server/api.ts";

/** Marks a lesson done and goes on to the next, or takes the mark back and stays. */
export async function markLesson(form: FormData): Promise<void> {
  const completed = textOf(form, "completed") === "true";
  await (await api()).learning.completeLesson({ lessonId: textOf(form, "lessonId"), completed });
  const next = pathOfOurs(textOf(form, "next") || undefined, "");
  if (completed && next) redirect(next);
  revalidatePath("/learn", "layout");
}
