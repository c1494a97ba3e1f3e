import { z } from "zod";
import type { Deps, SandboxApp } from "../part.ts";
import { notFound } from "./api-error.ts";
import { type Call, get, once, post } from "./endpoint.ts";
import { find, lock } from "./object-store.ts";
import { type RefundWish, refundCapture } from "./refund-capture.ts";

const PATH = "/paypal/v2/payments/captures";

const refundSchema = z.looseObject({
  amount: z.looseObject({ currency_code: z.string().length(3), value: z.string().max(32) }).optional(),
  custom_id: z.string().max(127).optional(),
  invoice_id: z.string().max(127).optional(),
  note_to_payer: z.string().max(255).optional(),
});

/** Captured payments, and giving them back. */
export function captureRoutes(app: SandboxApp, deps: Deps): void {
  get(app, deps, `${PATH}/:id`, (call) => found(call, "capture"));
  get(app, deps, "/paypal/v2/payments/refunds/:id", (call) => found(call, "refund"));
  post(
    app,
    deps,
    `${PATH}/:id/refund`,
    refundSchema,
    async (call, { amount, custom_id, invoice_id, note_to_payer }) => {
      const wish = { amount, custom_id, invoice_id, note_to_payer };
      const { id, repeated } = await once(call, `${PATH}/${call.id}/refund`, () => refund(call, wish));
      return { status: repeated ? 200 : 201, body: await found({ ...call, id }, "refund") };
    },
  );
}

async function found(call: Call, kind: "capture" | "refund"): Promise<object> {
  const object = await find(call.books, kind, call.id);
  if (object === null) throw notFound();
  return object;
}

async function refund(call: Call, wish: RefundWish): Promise<string> {
  const capture = await lock(call.books, "capture", call.id);
  if (capture === null) throw notFound();
  return (await refundCapture(call.books, capture, wish, call.now)).id;
}
