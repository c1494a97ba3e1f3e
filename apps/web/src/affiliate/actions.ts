"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { gatewayNamed } from "../checkout/gateways.ts";
import { answerForm, textOf, typedValues } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

/** Makes the person an affiliate; the page then shows their link. */
export async function join(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    if (textOf(form, "accepted") !== "on") {
      const message = (await getTranslations("affiliate"))("join.termsNeeded");
      return { tone: "bad", message, values: typedValues(form) };
    }
    const code = textOf(form, "linkName");
    const gateway = gatewayNamed(textOf(form, "gateway"));
    const destination = textOf(form, "destination");
    await (await api()).affiliates.join({
      termsVersion: textOf(form, "version"),
      ...(code === "" ? {} : { code }),
      ...(gateway && destination !== "" ? { payoutAccount: { gateway, destination } } : {}),
    });
    revalidatePath("/affiliate", "layout");
    return {};
  });
}
