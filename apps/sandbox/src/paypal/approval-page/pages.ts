import { html } from "hono/html";
import { type Markup, page } from "../../pages/layout.ts";
import type { PayPalMoney } from "../amounts.ts";
import type { Funding, Order } from "../objects.ts";

const WAYS: readonly { funding: Funding; name: string; does: string }[] = [
  { funding: "balance", name: "PayPal balance", does: "the payment succeeds" },
  { funding: "declined", name: "Expired card", does: "declined when the shop takes the money" },
  { funding: "echeck", name: "Bank account (eCheck)", does: "pending; it clears when the control end point says so" },
];

/** The page on which the buyer agrees to pay. It works without scripts. */
export function approvalPage(order: Order): Markup {
  const [unit] = order.purchase_units;
  const total = displayMoney(unit.amount);
  return page(
    `Pay ${total} with PayPal`,
    html`<form class="panel" style="max-width:32rem;margin:0 auto" method="post" action="/paypal/checkoutnow">
<h1>Pay with PayPal</h1><p>${unit.description ?? "Your order"}</p><p class="total">${total}</p>
<input type="hidden" name="token" value="${order.id}">
<fieldset style="border:0;padding:0;margin:0"><legend><strong>Pay with</strong></legend>
${WAYS.map(
  (
    { funding, name, does },
    index,
  ) => html`<label style="font-weight:400"><input type="radio" name="funding" value="${funding}"
 style="width:auto"${index === 0 ? " checked" : ""}> ${name} <span class="quiet">${does}</span></label>`,
)}</fieldset>
<button type="submit" name="answer" value="pay">Agree and pay ${total}</button>
<button type="submit" name="answer" value="cancel" class="second">Cancel and return to the shop</button></form>`,
  );
}

/** Said when there is nothing left to agree to. */
export function goneAwayPage(): Markup {
  return page(
    "This payment is over",
    html`<section class="panel" style="max-width:32rem;margin:0 auto"><h1>This payment is over</h1>
<p>It was paid before, its time has passed, or there never was one. Nothing was charged here. Go back to the shop.</p></section>`,
  );
}

export function displayMoney({ currency_code, value }: PayPalMoney): string {
  return `${value} ${currency_code}`;
}
