import { html } from "hono/html";
import type { Markup } from "./layout.ts";

/** One event for one address, as a gateway's books have it. */
export interface DeliveryRow {
  event_id: string;
  type: string;
  status: string;
  attempts: number;
  last_answer: string | null;
}

/** Whether a gateway's webhooks arrived, and what was answered. */
export function deliveryTable(deliveries: readonly DeliveryRow[]): Markup {
  if (deliveries.length === 0) return html`<p class="quiet">Nothing was sent yet.</p>`;
  return html`<table><thead><tr><th scope="col">Event</th><th scope="col">State</th>
<th scope="col" class="number">Tries</th><th scope="col">Last answer</th></tr></thead><tbody>${deliveries.map(
    ({
      type,
      event_id,
      status,
      attempts,
      last_answer,
    }) => html`<tr><td>${type}<br><code class="quiet">${event_id}</code></td>
<td>${status}</td><td class="number">${attempts}</td><td>${last_answer ?? ""}</td></tr>`,
  )}</tbody></table>`;
}
