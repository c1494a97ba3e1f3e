import { tables } from "@stoa/db";
import { type Money, normaliseEmail } from "@stoa/kit";
import type { GatewayName } from "@stoa/payments";
import { eq } from "drizzle-orm";
import { peopleWhoMay } from "../identity/index.ts";
import type { TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { notifyOfSecurity } from "../platform/notify.ts";
import { DESTINATION } from "./destination.ts";
import type { Payee, PayoutAccount } from "./payees.ts";
import { amountOf, type Payout } from "./payout.ts";

const { payoutAccounts, payoutPayees, users } = tables;

/** As people know the services. */
const SERVICES: Readonly<Record<GatewayName, string>> = {
  paypal: "PayPal",
  stripe: "Stripe",
  razorpay: "Razorpay",
  paystack: "Paystack",
  dodo: "Dodo",
};

/**
 * Warns of another account while it cools off: the person, and the account before where that is an address, because whoever
 * took over the sign-in may hold the person's mailbox too.
 */
export async function warnOfNewAccount(
  ctx: TxContext,
  payee: Payee,
  { before, account }: { before: PayoutAccount; account: PayoutAccount },
): Promise<void> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, payee.userId));
  if (!user) return;
  await notifyOfSecurity(ctx, user.id, "payout_account_changed");
  const old = before.gateway === "paypal" ? ctx.services.secrets.open(DESTINATION, before.destinationSealed) : null;
  const both = old !== null && normaliseEmail(old) !== user.emailNormalised ? [user.email, old] : [user.email];
  for (const [index, to] of both.entries()) {
    await queueMail(ctx, {
      template: "payout-account-changed",
      to,
      locale: user.locale,
      userId: user.id,
      data: {
        name: user.name,
        at: ctx.clock.now().toISOString(),
        timeZone: user.timeZone,
        service: SERVICES[account.gateway],
        account: account.hint,
        usableFrom: account.usableFrom.toISOString(),
        url: payoutsPage(ctx),
      },
      dedupeKey: `payout-account-changed:${index === 0 ? "person" : "account"}:${account.id}`,
    });
  }
}

/** Writes to the payee, once, that a payout has left, or that it did not arrive and the money is theirs again. */
export async function tellPayee(ctx: TxContext, payout: Payout, what: "sent" | "refused" | "back"): Promise<void> {
  const [row] = await ctx.db
    .select({ user: users, hint: payoutAccounts.hint })
    .from(payoutPayees)
    .innerJoin(users, eq(users.id, payoutPayees.userId))
    .innerJoin(payoutAccounts, eq(payoutAccounts.id, payout.accountId))
    .where(eq(payoutPayees.id, payout.payeeId));
  if (!row) return;
  const { user, hint } = row;
  const to = { to: user.email, locale: user.locale, userId: user.id };
  const data = {
    name: user.name,
    payoutId: payout.id,
    amount: amountOf(payout),
    account: `${SERVICES[payout.gateway]} ${hint}`,
    payoutsUrl: payoutsPage(ctx),
  };
  if (what === "sent") {
    await queueMail(ctx, { ...to, template: "payout-sent", data, dedupeKey: `payout-sent:${payout.id}` });
  } else {
    const came = { ...data, came: what };
    await queueMail(ctx, { ...to, template: "payout-failed", data: came, dedupeKey: `payout-failed:${payout.id}` });
  }
}

/** Asks those who may approve, and did not ask for it themselves, to look at what waits for a second person. */
export async function askForApproval(
  ctx: TxContext,
  waiting: { subject: string; batchId: string | null; payouts: number; total: Money },
): Promise<void> {
  const { subject, batchId, payouts, total } = waiting;
  const page = batchId === null ? `/payouts/${subject}` : `/payouts/batches/${batchId}`;
  for (const person of await peopleWhoMay(ctx, "payout:approve")) {
    if (person.id === ctx.actor.id) continue;
    await queueMail(ctx, {
      template: "payout-approval-needed",
      to: person.email,
      locale: person.locale,
      userId: person.id,
      data: { name: person.name, payouts, total, payoutsUrl: new URL(page, ctx.services.env.ADMIN_URL).href },
      dedupeKey: `payout-approval:${person.id}:${subject}`,
    });
  }
}

function payoutsPage(ctx: TxContext): string {
  return new URL("/account/payouts", ctx.services.env.WEB_URL).href;
}
