import { html } from "hono/html";
import { type DeliveryRow, deliveryTable } from "../pages/delivery-table.ts";
import { type Markup, page } from "../pages/layout.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { displayAmount } from "./amounts.ts";
import type { CheckoutSession } from "./objects.ts";

const SHOWN = 50;

/** A look into Stripe's books for a person: the latest checkouts, and whether their webhooks arrived. */
export function dashboardPage(app: SandboxApp, deps: Deps): void {
  app.get("/stripe", async (context) => {
    const sessions = await deps.books<{ body: CheckoutSession }[]>`
      SELECT body FROM stripe.object WHERE kind = 'checkout.session' ORDER BY seq DESC LIMIT ${SHOWN}`;
    const deliveries = await deps.books<DeliveryRow[]>`
      SELECT event_id, body ->> 'type' AS type, status, attempts, last_answer
      FROM stripe.delivery JOIN stripe.object ON id = event_id ORDER BY seq DESC, copy LIMIT ${SHOWN}`;
    return context.html(
      page(
        "Stripe in the sandbox",
        html`<h1>Stripe in the sandbox</h1><p><a href="/">All services</a></p>
<section class="panel"><h2>Checkouts</h2>${checkoutTable(sessions.map((row) => row.body))}</section>
<section class="panel" style="margin-top:1.5rem"><h2>Webhooks to <code>${deps.config.stripe.webhookUrl}</code></h2>
${deliveryTable(deliveries)}</section>`,
      ),
    );
  });
}

function checkoutTable(sessions: readonly CheckoutSession[]): Markup {
  if (sessions.length === 0) return html`<p class="quiet">No checkout yet. Buy something in the shop.</p>`;
  return html`<table><thead><tr><th scope="col">Order</th><th scope="col">State</th><th scope="col">Buyer</th>
<th scope="col" class="number">Amount</th></tr></thead><tbody>${sessions.map(
    (session) => html`<tr><td>${session.client_reference_id ?? session.id}</td>
<td>${session.url === null ? session.status : html`<a href="/pay/${session.id}">${session.status}</a>`}, ${session.payment_status}</td>
<td>${session.customer_email ?? ""}</td>
<td class="number">${displayAmount(session.amount_total, session.currency)}</td></tr>`,
  )}</tbody></table>`;
}
