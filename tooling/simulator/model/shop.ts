import type { Affiliates } from "./affiliates.ts";
import type { Carts } from "./carts.ts";
import type { Coupon, Redemption } from "./coupons.ts";
import type { Fee } from "./fees.ts";
import type { Grants } from "./grants.ts";
import type { Payouts } from "./payouts.ts";

/** The whole shop as plain data: what the database must say, without a database. */
export interface Shop {
  /** The time of all clocks, in milliseconds. */
  now: number;
  /** How long after the payment buyers may give back by themselves. */
  returnableMs: number;
  people: Map<string, Person>;
  courses: Map<string, Course>;
  orders: Map<string, Order>;
  payments: Map<string, Payment>;
  refunds: Map<string, Refund>;
  disputes: Map<string, { payment: string; amount: number; status: "open" | "won" | "lost"; booked: boolean }>;
  reviews: Map<string, { reason: string; resolution: string | null }>;
  rights: Right[];
  enrolments: Enrolment[];
  /** Debits less credits by account and currency. */
  balances: Map<string, number>;
  mails: Set<string>;
  /** How many invoices and credit notes have been issued in each year. */
  issued: Map<string, number>;
  creditNotes: CreditNote[];
  /** By code. */
  coupons: Map<string, Coupon>;
  redemptions: Redemption[];
  grants: Grants;
  affiliates: Affiliates;
  payouts: Payouts;
  /** What gateways kept, by payment. */
  fees: Map<string, Fee>;
  carts: Carts;
}

/** The document of money of a sale that went back. */
export interface CreditNote {
  number: string;
  order: string;
  total: number;
  tax: number;
}

export interface Person {
  email: string;
  verified: boolean;
  blocked: boolean;
}

export interface Course {
  price: number;
  currency: string;
  status: "draft" | "published" | "archived";
  deleted: boolean;
  /** Its name in the external LMS. */
  lmsCourse: string | null;
}

export interface Line {
  kind: string;
  /** What of its kind it is: a course's id. */
  subject: string;
  discount: number;
  total: number;
  tax: number;
  /** What was taken for it, and how much of that has gone back; tax included. */
  sold: { total: number; tax: number };
  undone: number;
  given: boolean;
  back: boolean;
}

export interface Order {
  id: string;
  email: string;
  user: string | null;
  /** What a guest shows to be known again; empty when the process died before it told. */
  token: string;
  status: "pending" | "review" | "paid" | "partially_refunded" | "refunded" | "disputed" | "expired" | "cancelled";
  lines: Line[];
  total: number;
  currency: string;
  country: string;
  coupon: string | null;
  refunded: number;
  gateway: string | null;
  /** Where it is paid, as the gateway calls it; null until that is known. */
  checkout: string | null;
  expiresAt: number;
  paidAt: number | null;
  invoice: string | null;
}

export interface Payment {
  id: string;
  order: string | null;
  gateway: string;
  status: "pending" | "succeeded" | "failed" | "cancelled";
  amount: number;
  currency: string;
  refunded: number;
  /** What went back beyond it. */
  lost: number;
  at: number;
  /** Where its money lies once it has come: a sale is made of it, or it is kept aside until people decide. */
  into: "sale" | "suspense" | null;
}

export interface Refund {
  payment: string;
  amount: number;
  status: string;
  /** The lines that are given back with it; null when it is of the order as a whole. */
  lines: readonly string[] | null;
  /** Whether it failed and left something owed to the buyer that has not been paid from the bank. */
  owing: boolean;
}

/** Whose a right or an enrolment is: an account's, or an address's that no account has proved. */
export interface Holder {
  user: string | null;
  email: string;
}

export interface Right extends Holder {
  order: string;
  subject: string;
  live: boolean;
}

export interface Enrolment extends Holder {
  course: string;
  status: "active" | "completed" | "refunded" | "expired";
  /** Whether its only lesson is done. */
  lessonDone: boolean;
  /** Whether it was ever completed. */
  completed: boolean;
}

export function isOpen({ status }: Enrolment): boolean {
  return status === "active" || status === "completed";
}

/** The next number of a kind of document, without a gap; each year begins anew. */
export function takeNumber(shop: Shop, document: "invoice" | "credit note"): string {
  const year = new Date(shop.now).getUTCFullYear();
  const number = (shop.issued.get(`${document} ${year}`) ?? 0) + 1;
  shop.issued.set(`${document} ${year}`, number);
  return `${year}/${number}`;
}

/** Moves money from one account to another; the books of a currency always add up to zero. */
export function move(shop: Shop, debit: string, credit: string, amount: number, currency: string): void {
  const add = (account: string, by: number) => {
    const key = `${account} ${currency}`;
    shop.balances.set(key, (shop.balances.get(key) ?? 0) + by);
  };
  add(debit, amount);
  add(credit, -amount);
}

/** Whose an order is: its account's; or that of the account which has proved its address; or the address's own. */
export function holderOf(shop: Shop, order: Order): Holder {
  const proved = [...shop.people].find(([, person]) => person.verified && person.email === order.email);
  return { user: order.user ?? proved?.[0] ?? null, email: order.email };
}

/** Something of a holder: on the account, or waiting under the address. */
export function isOf({ user, email }: Holder): (thing: Holder) => boolean {
  return (thing) => (thing.user === null ? thing.email === email : thing.user === user);
}

export function owns(shop: Shop, holder: Holder, subject: string): boolean {
  return shop.rights.some((right) => right.live && right.subject === subject && isOf(holder)(right));
}
