import { html } from "hono/html";
import { type DeliveryRow, deliveryTable } from "../pages/delivery-table.ts";
import { type Markup, page } from "../pages/layout.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { displayMoney } from "./approval-page/pages.ts";
import type { Order, PayoutItem } from "./objects.ts";

const SHOWN = 50;

/** A look into PayPal's books for a person: the latest orders and payouts, and whether their webhooks arrived. */
export function dashboardPage(app: SandboxApp, deps: Deps): void {
  app.get("/paypal", async (context) => {
    const orders = await latest<Order>(deps, "order");
    const payouts = await latest<PayoutItem>(deps, "payout_item");
    const deliveries = await deps.books<DeliveryRow[]>`
      SELECT event_id, body ->> 'event_type' AS type, status, attempts, last_answer
      FROM paypal.delivery JOIN paypal.object ON id = event_id ORDER BY seq DESC, copy LIMIT ${SHOWN}`;
    return context.html(
      page(
        "PayPal in the sandbox",
        html`<h1>PayPal in the sandbox</h1><p><a href="/">All services</a></p>
${panel("Orders", table(["Order", "State", "Amount"], orders.map(orderRow), "No order yet. Buy something in the shop."))}
${panel("Payouts", table(["To", "State", "Amount"], payouts.map(payoutRow), "Nothing was paid out yet."))}
${panel(`Webhooks to ${deps.config.paypal.webhookUrl}`, deliveryTable(deliveries))}`,
      ),
    );
  });
}

async function latest<T>(deps: Deps, kind: string): Promise<T[]> {
  const rows = await deps.books<{ body: T }[]>`
    SELECT body FROM paypal.object WHERE kind = ${kind} ORDER BY seq DESC LIMIT ${SHOWN}`;
  return rows.map((row) => row.body);
}

function panel(title: string, content: Markup): Markup {
  return html`<section class="panel" style="margin-top:1.5rem"><h2>${title}</h2>${content}</section>`;
}

function table(heads: readonly string[], rows: readonly Markup[], none: string): Markup {
  if (rows.length === 0) return html`<p class="quiet">${none}</p>`;
  return html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function orderRow({ id, status, purchase_units: [unit] }: Order): Markup {
  return html`<tr><td>${unit.custom_id ?? id}</td>
<td>${status === "COMPLETED" ? status : html`<a href="/paypal/checkoutnow?token=${id}">${status}</a>`}</td>
<td>${displayMoney(unit.amount)}</td></tr>`;
}

function payoutRow({ payout_item: { receiver, amount }, transaction_status }: PayoutItem): Markup {
  return html`<tr><td>${receiver}</td><td>${transaction_status}</td><td>${amount.value} ${amount.currency}</td></tr>`;
}
