"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
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

/** Keeps a code with the cart, and shows the price with it. A code that is refused is said beside the field. */
export async function keepCoupon(_: FormState, form: FormData): Promise<FormState> {
  const couponCode = textOf(form, "coupon");
  if (couponCode === "") return { errors: { coupon: (await getTranslations("checkout"))("couponMissing") } };
  let kept = false;
  const refused = await answerForm(form, async () => {
    await (await api()).cart.keepCoupon({ couponCode });
    kept = true;
    return {};
  });
  if (kept) showCart();
  return refused;
}

/** Forgets the code. */
export async function removeCoupon(): Promise<void> {
  await (await api()).cart.keepCoupon({ couponCode: null });
  showCart();
}

/** The head of the page counts what is in the cart, and stays when the page changes unless it is told. */
function showCart(): never {
  revalidatePath("/", "layout");
  redirect("/cart");
}
