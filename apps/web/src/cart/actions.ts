"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { answerForm, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";
import { keepCartToken } from "../server/cart-token.ts";

/** Puts a course into the cart and shows it there. What is refused is said where the button was. */
export async function addToCart(_: FormState, form: FormData): Promise<FormState> {
  let added = false;
  const refused = await answerForm(form, async () => {
    const { cartToken } = await (await api()).cart.add({ kind: "course", id: textOf(form, "course") });
    if (cartToken !== null) await keepCartToken(cartToken);
    added = true;
    return {};
  });
  if (added) showCart();
  return refused;
}

/** Takes a line out of the cart, and shows what is left. */
export async function removeFromCart(form: FormData): Promise<void> {
  await (await api()).cart.remove({ kind: "course", id: textOf(form, "id") });
  showCart();
}

/** The head of the page counts what is in the cart, and stays when the page changes unless it is told. */
function showCart(): never {
  revalidatePath("/", "layout");
  redirect("/cart");
}
