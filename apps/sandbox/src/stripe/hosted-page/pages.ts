import { html } from "hono/html";
import { type Markup, page } from "../../pages/layout.ts";
import { displayAmount } from "../amounts.ts";
import type { CheckoutSession, LineItem } from "../objects.ts";
import { TEST_ACCOUNTS, TEST_CARDS } from "../test-instruments.ts";
import type { PayFormErrors, PayFormValues } from "./pay-form.ts";

export interface PayPageView {
  session: CheckoutSession;
  lines: readonly LineItem[];
  values: PayFormValues;
  errors: PayFormErrors;
  /** Why the last try failed, in the bank's words. */
  refusal: string | null;
}

/** The page on which the buyer pays. It works without scripts. */
export function payPage(view: PayPageView): Markup {
  const total = displayAmount(view.session.amount_total, view.session.currency);
  const failed = view.refusal !== null || Object.keys(view.errors).length > 0;
  return page(
    `${failed ? "Error: " : ""}Pay ${total}`,
    html`<div class="columns beside"><section aria-labelledby="summary"><h1 id="summary">Your order</h1>
<p class="total">${total}</p>${linesTable(view)}
${view.session.cancel_url ? html`<p><a href="${view.session.cancel_url}">Cancel and go back</a></p>` : ""}</section>
<div>${cardForm(view, total)}${view.session.currency === "eur" ? debitForm(view) : ""}</div>
${cardsHelp()}</div>`,
  );
}

function cardForm(view: PayPageView, total: string): Markup {
  return html`<form class="panel" method="post" action="/pay/${view.session.id}" novalidate aria-labelledby="card-title">
<h2 id="card-title">Pay by card</h2>
${view.refusal === null ? "" : html`<p class="alert" role="alert">${view.refusal} Nothing was charged.</p>`}
${field(view, "email", "E-mail", "email", "email")}
${field(view, "number", "Card number", "cc-number", "text", "4242 4242 4242 4242", "numeric")}
<div class="row"><div>${field(view, "expiry", "Expiry", "cc-exp", "text", "MM / YY")}</div>
<div>${field(view, "cvc", "Security code", "cc-csc", "text", "CVC", "numeric")}</div></div>
${field(view, "name", "Name on the card (optional)", "cc-name", "text")}
<button type="submit" name="method" value="card">Pay ${total}</button></form>`;
}

/** A method that is confirmed after the buyer has left. */
function debitForm(view: PayPageView): Markup {
  const open = view.errors.iban === undefined ? "" : html`open`;
  return html`<details class="panel" style="margin-top:1.5rem" ${open}><summary>Pay by bank debit instead</summary>
<form method="post" action="/pay/${view.session.id}" novalidate>
<p class="quiet">Your bank confirms later. Test accounts: ${TEST_ACCOUNTS.map(
    (account) => html`<br><code>${account.iban}</code> ${account.does}`,
  )}</p>
<input type="hidden" name="email" value="${view.session.customer_email ?? view.values.email}">
${field(view, "iban", "IBAN", "off", "text", TEST_ACCOUNTS[0].iban)}
<button type="submit" name="method" value="debit" class="second">Pay by bank debit</button></form></details>`;
}

function field(
  view: PayPageView,
  name: keyof PayFormValues,
  label: string,
  autocomplete: string,
  type: string,
  placeholder = "",
  inputmode = "",
): Markup {
  const error = view.errors[name];
  const first = Object.keys(view.errors)[0] === name;
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${view.values[name]}" autocomplete="${autocomplete}"
 placeholder="${placeholder}" ${inputmode ? html`inputmode="${inputmode}"` : ""}
 ${error === undefined ? "" : html`aria-invalid="true" aria-describedby="${name}-error"`}${first ? " autofocus" : ""}>
${error === undefined ? "" : html`<p class="field-error" id="${name}-error">${error}</p>`}`;
}

function linesTable(view: PayPageView): Markup {
  const { currency } = view.session;
  return html`<table><thead><tr><th scope="col">Item</th><th scope="col" class="number">Amount</th></tr></thead><tbody>
${view.lines.map(
  (
    line,
  ) => html`<tr><td>${line.name}${line.quantity > 1 ? html` <span class="quiet">× ${line.quantity}</span>` : ""}</td>
<td class="number">${displayAmount(line.unitAmount * line.quantity, currency)}</td></tr>`,
)}</tbody></table>`;
}

function cardsHelp(): Markup {
  return html`<section class="panel" aria-labelledby="cards"><h2 id="cards">Test cards</h2>
<p class="quiet">Any expiry date to come, any three digits.</p><table><thead><tr><th scope="col">Number</th>
<th scope="col">What happens</th></tr></thead><tbody>${TEST_CARDS.map(
    (card) =>
      html`<tr><td><code>${card.number.replaceAll(/(\d{4})(?=\d)/g, "$1 ")}</code></td><td>${card.does}</td></tr>`,
  )}</tbody></table></section>`;
}

/** The bank's page of 3-D Secure. */
export function challengePage(session: CheckoutSession): Markup {
  const total = displayAmount(session.amount_total, session.currency);
  return page(
    "Confirm your payment",
    html`<form class="panel" style="max-width:28rem;margin:0 auto" method="post" action="/pay/${session.id}/challenge">
<h1>Your bank asks: is it you?</h1><p>Sandbox Bank, 3-D Secure. A payment of <strong>${total}</strong> waits for your word.</p>
<button type="submit" name="answer" value="confirm">Complete authentication</button>
<button type="submit" name="answer" value="refuse" class="second">Fail authentication</button></form>`,
  );
}

/** Said when a session can no longer be paid: it was paid before, its time is over, or there is none. */
export function closedPage(title: string, message: string, backUrl: string | null): Markup {
  return page(
    title,
    html`<section class="panel" style="max-width:32rem;margin:0 auto"><h1>${title}</h1><p>${message}</p>
${backUrl === null ? "" : html`<a class="button" href="${backUrl}">Back to the shop</a>`}</section>`,
  );
}
