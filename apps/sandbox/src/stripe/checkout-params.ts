import { z } from "zod";
import { flag, integer, metadata, text } from "./params.ts";

const currencyCode = z
  .string()
  .regex(/^[A-Za-z]{3}$/, { message: "must be a three-letter ISO code" })
  .toLowerCase();
const atLeast = (least: number) =>
  integer.refine((value) => value >= least, { message: `must be greater than or equal to ${least}` });
const address = z.url({ message: "Not a valid URL" }).max(5_000);

const lineItem = z.strictObject({
  quantity: atLeast(1),
  price_data: z.strictObject({
    currency: currencyCode,
    unit_amount: atLeast(0),
    product_data: z.strictObject({
      name: text,
      description: text.optional(),
      images: z.array(text).optional(),
      metadata: metadata.optional(),
    }),
    tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  }),
});

const LINE_ITEMS_MAX = 100;

/** Parameters of `POST /v1/checkout/sessions` for one-time payments. */
export const createSessionParams = z.strictObject({
  mode: z.literal("payment", { error: "must be payment" }),
  line_items: z.array(lineItem).min(1).max(LINE_ITEMS_MAX),
  success_url: address,
  cancel_url: address.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email({ message: "Invalid email address" }).optional(),
  customer_creation: z.enum(["always", "if_required"]).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      metadata: metadata.optional(),
      description: text.optional(),
      capture_method: z.enum(["automatic", "automatic_async", "manual"]).optional(),
      receipt_email: z.email().optional(),
      statement_descriptor: text.optional(),
      statement_descriptor_suffix: text.optional(),
      transfer_group: text.optional(),
      setup_future_usage: z.enum(["off_session", "on_session"]).optional(),
    })
    .optional(),
  expires_at: integer.optional(),
  locale: text.optional(),
  submit_type: z.enum(["auto", "book", "donate", "pay"]).optional(),
  billing_address_collection: z.enum(["auto", "required"]).optional(),
  allow_promotion_codes: flag.optional(),
  ui_mode: z.literal("hosted_page").optional(),
});

export type CreateSessionParams = z.output<typeof createSessionParams>;
