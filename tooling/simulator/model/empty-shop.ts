import { DAY_MS } from "@stoa/kit";
import { noAffiliates } from "./affiliates.ts";
import { noCarts } from "./carts.ts";
import { noGrants } from "./grants.ts";
import { noPayouts } from "./payouts.ts";
import type { Shop } from "./shop.ts";

/** Before anybody has come. */
export function emptyShop(): Shop {
  return {
    now: 0,
    returnableMs: 14 * DAY_MS,
    people: new Map(),
    courses: new Map(),
    orders: new Map(),
    payments: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    reviews: new Map(),
    rights: [],
    enrolments: [],
    balances: new Map(),
    mails: new Set(),
    issued: new Map(),
    creditNotes: [],
    coupons: new Map(),
    redemptions: [],
    grants: noGrants(),
    affiliates: noAffiliates(),
    payouts: noPayouts(),
    fees: new Map(),
    carts: noCarts(),
  };
}
