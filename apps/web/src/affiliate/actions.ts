"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { answerForm, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

/** Makes the person an affiliate; the page then shows their link. */
export async function join(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    if (textOf(form, "accepted") !== "on") {
      const message = (await getTranslations("affiliate"))("join.termsNeeded");
      return { tone: "bad", message, values: { linkName: textOf(form, "linkName") } };
    }
    const code = textOf(form, "linkName");
    await (await api()).affiliates.join({
      termsVersion: textOf(form, "version"),
      ...(code === "" ? {} : { code }),
    });
    revalidatePath("/affiliate", "layout");
    return {};
  });
}
