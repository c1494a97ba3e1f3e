import { moneySchema } from "@stoa/kit";
import { z } from "zod";
import { productKind } from "../../orders/schemas.ts";

const item = {
  kind: productKind,
  id: z.string().min(2).max(80).describe("What it is: the id or slug of a course for `course`."),
};

export const addToCartInput = z.strictObject({ ...item, quantity: z.int().min(1).max(1_000).default(1) });
export type AddToCartInput = z.infer<typeof addToCartInput>;

export const removeFromCartInput = z.strictObject(item);

export const keepCouponInput = z.strictObject({
  couponCode: z
    .string()
    .trim()
    .max(40)
    .nullable()
    .describe("It is kept when it is valid for what is in the cart now. Null, or nothing in it: no code."),
});

/** `repriced`: it costs something else than when it was put in. `withdrawn`: it is not for sale any more. */
export const cartLineState = z.enum(["as_seen", "repriced", "withdrawn", "owned"]);

export const cartLine = z.object({
  kind: productKind,
  id: z.string(),
  title: z.string(),
  path: z.string().nullable(),
  quantity: z.number().int(),
  state: cartLineState,
  unit: moneySchema.describe("What one costs now; for what is not for sale, what it cost."),
  seen: moneySchema.describe("What one cost when it was put in."),
});
export type CartLineView = z.infer<typeof cartLine>;

export const cartView = z.object({
  lines: z.array(cartLine),
  coupon: z
    .object({
      code: z.string(),
      discounts: z
        .array(moneySchema)
        .describe(
          "What it takes off what is for sale, a sum a currency. None: it is not valid for this cart any more.",
        ),
    })
    .nullable(),
  /** Things of several currencies are bought one currency at a time. */
  currencies: z.array(z.string()),
});
export type CartView = z.infer<typeof cartView>;

export const cartSize = z.object({ lines: z.number().int() });

export const addedToCart = cartSize.extend({
  cartToken: z
    .string()
    .nullable()
    .describe("For a visitor whose cart is new, told once. Send it as X-Cart-Token to find the cart again."),
});
