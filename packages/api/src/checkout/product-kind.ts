import type { Money } from "@stoa/kit";
import type { Order, OrderLine, PricedLine } from "../orders/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import type { Buyer } from "./buyer.ts";
import { courseKind } from "./course/course-kind.ts";
import { donationKind } from "./donation/donation-kind.ts";
import { ProductKindNotOffered } from "./errors.ts";

/** What a visitor wants; ids or slugs, as they stand in links. */
export interface Wish {
  kind: PricedLine["kind"];
  id: string;
  quantity: number;
  /** What to give, for a donation alone. */
  amount?: Money | undefined;
}

/** What it is and costs, by the seller's own records. */
export interface Offer {
  kind: PricedLine["kind"];
  subjectId: string;
  title: string;
  /** Where it stands in the shop; null when it has no page. */
  path: string | null;
  /** Whose it is, for coupons of one instructor; null for what has no seller. */
  sellerId: string | null;
  quantity: number;
  unit: Money;
  /** Whether tax is due on it. */
  taxed: boolean;
}

/** What taking a line back does beside ending what the line itself gave. */
export interface TakenBack {
  /** Another order, a grant or a membership goes on giving the same. */
  keptByAnother: boolean;
  /** Enrolments that close. */
  enrolmentIds: readonly string[];
  /** Whether the external LMS is told of it. */
  inLms: boolean;
}

/**
 * Something that can be bought. Checkout knows nothing else of it: a new kind is a folder and a line below.
 * All but `quote` run inside the transaction of the order, and may run again when that is retried.
 */
export interface ProductKind {
  /** Offers in the order of the wishes. Throws when one is not for sale to this buyer. Always fresh, never cached. */
  quote(ctx: Context, wishes: readonly Wish[], buyer: Buyer): Promise<Offer[]>;
  /** Keeps what is scarce for the buyer while they pay. */
  reserve(ctx: TxContext, order: Order, line: OrderLine): Promise<void>;
  /** Lets go of it when the checkout lapses. */
  release(ctx: TxContext, order: Order, line: OrderLine): Promise<void>;
  /** Hands over what was paid for. Throws `FulfilmentRefused` when it cannot, and the payment is held. */
  fulfil(ctx: TxContext, order: Order, line: OrderLine, buyer: Buyer): Promise<void>;
  /** What `reverse` would do to lines that are handed over, by their ids. Changes nothing. */
  foresee(ctx: TxContext, lines: readonly OrderLine[], buyer: Buyer): Promise<ReadonlyMap<string, TakenBack>>;
  /** Takes back what `fulfil` gave of these lines. */
  reverse(ctx: TxContext, order: Order, lines: readonly OrderLine[], buyer: Buyer): Promise<void>;
  /** How much of it the buyer has used, in percent; null for what buyers cannot give back by themselves. */
  usedPercent(ctx: TxContext, line: OrderLine, buyer: Buyer): Promise<number | null>;
}

const KINDS: Partial<Record<PricedLine["kind"], ProductKind>> = {
  course: courseKind,
  donation: donationKind,
};

/** The kind of a line. Throws `ProductKindNotOffered`. */
export function productKind(kind: PricedLine["kind"]): ProductKind {
  const known = KINDS[kind];
  if (!known) throw new ProductKindNotOffered(kind);
  return known;
}
