import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { productKindEnum } from "../enums/orders.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { users } from "./identity.ts";
import { orders } from "./orders.ts";

/** What somebody means to buy: an account's, or a visitor's who holds its token. */
export const carts = pgTable(
  "carts",
  {
    id: idColumn(),
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the token that a visitor's browser holds. */
    tokenHash: text("token_hash"),
    /** Normalised; whether it is still good for anything is asked anew at every quote. */
    couponCode: text("coupon_code"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("carts_user_key").on(t.userId),
    uniqueIndex("carts_token_key").on(t.tokenHash),
    index("carts_updated_idx").on(t.updatedAt),
    check("carts_holder_check", sql`(${t.userId} is null) <> (${t.tokenHash} is null)`),
  ],
);

export const cartLines = pgTable(
  "cart_lines",
  {
    cartId: text("cart_id")
      .notNull()
      .references(() => carts.id, { onDelete: "cascade" }),
    kind: productKindEnum("kind").notNull(),
    subjectId: text("subject_id").notNull(),
    quantity: integer("quantity").notNull(),
    /** How it was called and what it cost when it was put in, so that a change can be told. */
    title: text("title").notNull(),
    seenMinor: minorUnits("seen_minor").notNull(),
    currency: currencyColumn(),
    addedAt: instant("added_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.cartId, t.kind, t.subjectId] }),
    check("cart_lines_quantity_check", sql`${t.quantity} between 1 and 1000`),
  ],
);

/** The orders that were placed from a cart; what one of them pays for leaves the cart. */
export const cartOrders = pgTable(
  "cart_orders",
  {
    orderId: text("order_id")
      .primaryKey()
      .references(() => orders.id),
    cartId: text("cart_id")
      .notNull()
      .references(() => carts.id, { onDelete: "cascade" }),
  },
  (t) => [index("cart_orders_cart_idx").on(t.cartId)],
);
