import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { isPayPalAmount, isPayPalCurrency, minorOf } from "./amounts.ts";
import { notFound, unprocessable } from "./api-error.ts";
import { captureOrder } from "./capture-order.ts";
import { type Call, get, once, post } from "./endpoint.ts";
import { detailsOf, find, findAll, lock, save, saveDetails } from "./object-store.ts";
import type { Link, Order, PurchaseUnit } from "./objects.ts";
import { paypalId } from "./paypal-id.ts";

const PATH = "/paypal/v2/checkout/orders";
const LIVES_MS = 3 * 60 * 60 * 1_000;

const amount = z.looseObject({ currency_code: z.string().length(3), value: z.string().max(32) });
const createSchema = z.looseObject({
  intent: z.literal("CAPTURE"),
  purchase_units: z.tuple([
    z.looseObject({
      reference_id: z.string().max(256).default("default"),
      custom_id: z.string().max(127).optional(),
      invoice_id: z.string().max(127).optional(),
      description: z.string().max(127).optional(),
      amount,
      items: z
        .array(z.looseObject({ name: z.string().min(1).max(127), quantity: z.string(), unit_amount: amount }))
        .optional(),
    }),
  ]),
  payment_source: z.looseObject({
    paypal: z.looseObject({
      experience_context: z.looseObject({ return_url: z.url(), cancel_url: z.url() }),
    }),
  }),
});
type CreateOrder = z.output<typeof createSchema>;

/** Orders: made by the shop, approved by the buyer on PayPal's page, captured by the shop. */
export function orderRoutes(app: SandboxApp, deps: Deps): void {
  post(app, deps, PATH, createSchema, async (call, input) => {
    const { id, repeated } = await once(call, PATH, () => createOrder(call, input));
    return { status: repeated ? 200 : 201, body: await orderAnswer(call.books, deps, id) };
  });
  get(app, deps, `${PATH}/:id`, async (call) => {
    if ((await findLiving(call.books, deps, call.id)) === null) throw notFound();
    return orderAnswer(call.books, deps, call.id);
  });
  post(app, deps, `${PATH}/:id/capture`, z.looseObject({}), async (call) => {
    const { repeated } = await once(call, `${PATH}/${call.id}/capture`, () => capture(call));
    return { status: repeated ? 200 : 201, body: await orderAnswer(call.books, deps, call.id) };
  });
}

async function createOrder(call: Call, { purchase_units: [unit], payment_source }: CreateOrder): Promise<string> {
  if (!isPayPalCurrency(unit.amount.currency_code)) {
    throw unprocessable("CURRENCY_NOT_SUPPORTED", "Currency code is not currently supported.");
  }
  if (!isPayPalAmount(unit.amount)) {
    throw unprocessable("DECIMAL_PRECISION", "The value of the field should not be more than two decimal places.");
  }
  const ofItems = (unit.items ?? []).reduce((sum, item) => sum + minorOf(item.unit_amount) * Number(item.quantity), 0);
  if (unit.items !== undefined && ofItems !== minorOf(unit.amount)) {
    throw unprocessable("AMOUNT_MISMATCH", "Should equal item_total + tax_total + shipping - discount.");
  }
  const id = paypalId();
  await save(call.books, "order", id, {
    id,
    intent: "CAPTURE",
    status: "PAYER_ACTION_REQUIRED",
    create_time: call.now,
    update_time: call.now,
    // Optional fields that zod knows as possibly undefined are simply absent from JSON.
    purchase_units: [JSON.parse(JSON.stringify(unit)) as PurchaseUnit],
  });
  const { return_url: returnUrl, cancel_url: cancelUrl } = payment_source.paypal.experience_context;
  await saveDetails(call.books, id, { returnUrl, cancelUrl, funding: null, lapsed: false });
  return id;
}

async function capture(call: Call): Promise<string> {
  const order = await lock(call.books, "order", call.id);
  if (order === null) throw notFound();
  if (await hasLapsed(call.books, call.deps, order)) {
    throw unprocessable("ORDER_EXPIRED", "Order is expired.");
  }
  return captureOrder(call.books, order, call.now);
}

/** An order while its time runs, or once it was paid; null for one that is gone. */
export async function findLiving(books: BooksReader, deps: Deps, id: string): Promise<Order | null> {
  const order = await find(books, "order", id);
  return order === null || (await hasLapsed(books, deps, order)) ? null : order;
}

async function hasLapsed(books: BooksReader, deps: Deps, order: Order): Promise<boolean> {
  if (order.status === "COMPLETED") return false;
  const { lapsed } = await detailsOf(books, order.id);
  return lapsed || deps.clock.now().getTime() > new Date(order.update_time).getTime() + LIVES_MS;
}

/** An order as the API shows it: with its payments, and with the way to PayPal's page while it can be approved. */
export async function orderAnswer(books: BooksReader, deps: Deps, id: string): Promise<object> {
  const order = await find(books, "order", id);
  if (order === null) throw notFound();
  const [unit] = order.purchase_units;
  const captures = await findAll(books, "capture", { supplementary_data: { related_ids: { order_id: id } } });
  const refunds = [];
  for (const one of captures)
    refunds.push(...(await findAll(books, "refund", { links: [{ href: captureUrl(one.id) }] })));
  const payments = captures.length === 0 ? {} : { payments: { captures, ...(refunds.length > 0 ? { refunds } : {}) } };
  return { ...order, purchase_units: [{ ...unit, ...payments }], links: linksOf(order, deps) };
}

/** PayPal's links name its own host, whatever host was called. */
export function captureUrl(captureId: string): string {
  return `https://api-m.sandbox.paypal.com/v2/payments/captures/${captureId}`;
}

function linksOf(order: Order, deps: Deps): Link[] {
  const self = { href: `${deps.url()}${PATH}/${order.id}`, rel: "self", method: "GET" };
  if (order.status === "COMPLETED") return [self];
  return [self, { href: approvalUrl(deps, order.id), rel: "payer-action", method: "GET" }];
}

function approvalUrl(deps: Deps, orderId: string): string {
  return `${deps.url()}/paypal/checkoutnow?token=${orderId}`;
}
