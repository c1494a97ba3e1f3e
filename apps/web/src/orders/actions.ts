"use server";

import { redirect } from "next/navigation";
import { answerForm, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

/** Gives things of an order back. The form brings its own idempotency key, so a form sent twice asks once. */
export async function giveBack(_: FormState, form: FormData): Promise<FormState> {
  const orderId = textOf(form, "orderId");
  let asked = false;
  const refused = await answerForm(form, async () => {
    const procedures = await api({ orderId, idempotencyKey: textOf(form, "key") });
    await procedures.checkout.refunds.returnLines({ orderId, lineIds: textOf(form, "lines").split(",") });
    asked = true;
    return {};
  });
  if (asked) redirect(`/orders/${orderId}`);
  return refused;
}
