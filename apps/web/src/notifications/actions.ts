"use server";

import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { NOTIFICATION_KINDS } from "@stoa/api/platform/notify";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { answerForm, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

/** Opens what a notification is about, and marks it read on the way. */
export async function openNotification(form: FormData): Promise<void> {
  await (await api()).notifications.markRead({ id: textOf(form, "id") });
  redirect(pathOfOurs(textOf(form, "href") || undefined, "/notifications"));
}

export async function markAllRead(): Promise<void> {
  await (await api()).notifications.markAllRead();
  revalidatePath("/notifications");
}

/** Keeps what a person wants to be told of, and where. A box that is not ticked is not sent. */
export async function savePreferences(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const procedures = await api();
    for (const kind of NOTIFICATION_KINDS) {
      if (!form.has(`${kind}.asked`)) continue;
      await procedures.notifications.setPreference({
        kind,
        email: form.has(`${kind}.email`),
        inApp: form.has(`${kind}.inApp`),
      });
    }
    revalidatePath("/account/notifications");
    const t = await getTranslations("notifications");
    return { tone: "good", message: t("saved") };
  });
}
