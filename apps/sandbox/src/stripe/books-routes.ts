import { z } from "zod";
import type { Deps, SandboxApp } from "../part.ts";
import { missing } from "./api-error.ts";
import { get } from "./endpoint.ts";
import { listObjects, listParams } from "./list.ts";
import { find } from "./object-store.ts";
import { flag, noParams, text } from "./params.ts";

/** What a shop reads to reconcile: charges, balance transactions, and the events of the last 30 days. */
export function booksRoutes(app: SandboxApp, deps: Deps): void {
  chargeRoutes(app, deps);
  balanceRoutes(app, deps);
  eventRoutes(app, deps);
}

function chargeRoutes(app: SandboxApp, deps: Deps): void {
  const path = "/v1/charges";
  get(app, deps, `${path}/:id`, noParams, async (call) => {
    const charge = await find(call.books, "charge", call.id);
    if (charge === null) throw missing("charge", call.id, "charge");
    return charge;
  });
  const filters = z.strictObject({ ...listParams, payment_intent: text.optional() });
  get(app, deps, path, filters, (call, { payment_intent, ...page }) =>
    listObjects(call.books, "charge", path, page, { payment_intent }),
  );
}

function balanceRoutes(app: SandboxApp, deps: Deps): void {
  const path = "/v1/balance_transactions";
  get(app, deps, `${path}/:id`, noParams, async (call) => {
    const transaction = await find(call.books, "balance_transaction", call.id);
    if (transaction === null) throw missing("balance_transaction", call.id, "id");
    return transaction;
  });
  const filters = z.strictObject({
    ...listParams,
    type: text.optional(),
    source: text.optional(),
    currency: text.optional(),
  });
  get(app, deps, path, filters, (call, { type, source, currency, ...page }) =>
    listObjects(call.books, "balance_transaction", path, page, { type, source, currency }),
  );
}

function eventRoutes(app: SandboxApp, deps: Deps): void {
  const path = "/v1/events";
  get(app, deps, `${path}/:id`, noParams, async (call) => {
    const event = await find(call.books, "event", call.id);
    if (event === null) throw missing("event", call.id, "id");
    return event;
  });
  const filters = z.strictObject({
    ...listParams,
    type: text.optional(),
    types: z.array(text).max(20).optional(),
    delivery_success: flag.optional(),
  });
  get(app, deps, path, filters, (call, { type, types, delivery_success, ...page }) => {
    const books = call.books;
    const undelivered = books`
      EXISTS (SELECT FROM stripe.delivery WHERE event_id = object.id) AND
      NOT EXISTS (SELECT FROM stripe.delivery WHERE event_id = object.id AND status = 'delivered')`;
    const byDelivery =
      delivery_success === undefined ? books`true` : delivery_success ? books`NOT (${undelivered})` : undelivered;
    const byType = types === undefined ? books`true` : books`body ->> 'type' IN ${books(types)}`;
    return listObjects(books, "event", path, page, { type }, books`${byType} AND ${byDelivery}`);
  });
}
