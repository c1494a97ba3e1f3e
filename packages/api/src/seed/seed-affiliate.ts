import { withTransaction } from "@stoa/db";
import { invariant } from "@stoa/kit";
import { agreeTerms, joinProgramme, readProgramme, recordVisit } from "../affiliates/index.ts";
import { recordRefund } from "../checkout/index.ts";
import { listOwnPayees, requestPayout } from "../payouts/index.ts";
import type { Context } from "../platform/context.ts";
import { asPerson, asVisitor } from "./as-somebody.ts";
import { seedSale } from "./seed-sale.ts";

const AFFILIATE = "noor@stoa.example";
/** From where she joined; a purchase from there is looked at by a person. */
const HER_NETWORK = "198.51.100.9";
const JOINED_DAYS_AGO = 60;

/** Sales by her link, the oldest first: released ones, one that was refunded in part, ones that wait, one to be decided. */
const SALES = [
  { daysAgo: 44, course: "sound-in-small-rooms", email: "kofi@example.com" },
  { daysAgo: 40, course: "double-entry-for-makers", email: "ines@example.com" },
  { daysAgo: 36, course: "bread-in-four-ingredients", email: "jonas@example.com" },
  { daysAgo: 13, course: "double-entry-for-makers", email: "mei@example.com", refundedMinor: 1_500 },
  { daysAgo: 8, course: "drawing-what-is-there", email: "paulo@example.com" },
  { daysAgo: 5, course: "sound-in-small-rooms", email: "zofia@example.com" },
  { daysAgo: 4, course: "bread-in-four-ingredients", email: "neighbour@example.com", ip: HER_NETWORK },
] as const;

/** Visits that led to nothing, by how many days ago: more of them lately. */
const VISITS = [
  50, 47, 45, 41, 38, 33, 29, 27, 26, 22, 20, 19, 17, 16, 15, 12, 11, 10, 9, 7, 7, 6, 5, 4, 3, 3, 2, 2, 1,
];

/**
 * An affiliate as she is after two months: clicks, sales in every state of a commission, and a payout that she has asked
 * for, where a service pays out. Through the verbs, each at the moment at which it would have happened.
 */
export async function seedAffiliate(ctx: Context): Promise<void> {
  const joining = await asPerson(ctx, AFFILIATE, { daysAgo: JOINED_DAYS_AGO, ip: HER_NETWORK });
  const { termsVersion, payoutGateways } = await readProgramme(joining);
  // Her money goes to PayPal; where only other services pay out, nobody can join in her name.
  if (payoutGateways.length > 0 && !payoutGateways.includes("paypal")) return;
  const { id: affiliateId, code } = await joinProgramme(joining, {
    termsVersion,
    code: "noor",
    ...(payoutGateways.includes("paypal")
      ? { payoutAccount: { gateway: "paypal", destination: AFFILIATE } as const }
      : {}),
  });
  await agreeTerms(ctx, { affiliateId, courseId: null, rateBps: 3_000 });
  for (const [index, daysAgo] of VISITS.entries()) await visit(ctx, code, daysAgo, `198.51.100.${100 + index}`);
  for (const [index, sale] of SALES.entries()) {
    await sell(ctx, code, { ip: `203.0.113.${50 + index}`, ...sale });
  }
  if (payoutGateways.length > 0) await askForPayout(ctx);
}

/** Gives the cookie that the visitor's browser keeps. */
async function visit(ctx: Context, code: string, daysAgo: number, ip: string): Promise<string | null> {
  const sent = new Headers({
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
  });
  const page = { method: "GET", header: (name: string) => sent.get(name), code, path: "/courses", referral: null };
  return (await recordVisit(asVisitor(ctx, { daysAgo, ip }), page))?.value ?? null;
}

interface Sale {
  daysAgo: number;
  course: string;
  email: string;
  ip: string;
  refundedMinor?: number;
}

async function sell(
  ctx: Context,
  code: string,
  { daysAgo, course, email, ip, refundedMinor = 0 }: Sale,
): Promise<void> {
  const referral = await visit(ctx, code, daysAgo, ip);
  const buyer = asVisitor(ctx, { daysAgo, ip, referral });
  const { paymentId, total } = await seedSale(buyer, { wish: { kind: "course", id: course, quantity: 1 }, email });
  if (refundedMinor === 0) return;
  const later = asVisitor(ctx, { daysAgo: daysAgo - 2, ip });
  await withTransaction(later, (tx) =>
    recordRefund(tx, "stripe", {
      refundId: `re_seed_${paymentId.slice(8)}`,
      paymentId,
      orderId: null,
      refundKey: null,
      status: "succeeded",
      amount: { amount: refundedMinor, currency: total.currency },
      occurredAt: later.clock.now(),
      reason: null,
    }),
  );
}

/** For what is released; the worker sends it when Stoa starts. */
async function askForPayout(ctx: Context): Promise<void> {
  const her = await asPerson(ctx, AFFILIATE, { daysAgo: 0, ip: HER_NETWORK });
  const [payee] = await listOwnPayees(her);
  invariant(payee, "an affiliate is a payee");
  await requestPayout(her, { payeeId: payee.id, currency: "EUR" });
}
