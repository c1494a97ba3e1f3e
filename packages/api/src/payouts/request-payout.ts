import { tables, withTransaction } from "@stoa/db";
import { type Currency, newId } from "@stoa/kit";
import { and, eq, inArray } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { AccountTooNew, BelowMinimum, NoPayoutAccount, PayeeBlocked, PayeeNotFound, PayoutUnderWay } from "./errors.ts";
import { currentAccount, lockPayee, type Payee } from "./payees.ts";
import { minimumOf, needsSecondPerson } from "./policy.ts";
import { lockReleased, type PayableAccount, reservePayouts } from "./reserve-payouts.ts";
import { askForApproval } from "./tell-of-payouts.ts";

const { payouts } = tables;

/**
 * The payee asks for all that may be paid out in a currency. It is reserved before anybody is called; up to a limit it is
 * sent at once, above it waits for a second person. Asked twice, there is one payout. Gives its id. Throws
 * `PayeeNotFound`, `PayeeBlocked`, `NoPayoutAccount`, `AccountTooNew`, `PayoutUnderWay` and `BelowMinimum`.
 */
export async function requestPayout(
  ctx: Context & { actor: UserActor },
  { payeeId, currency }: { payeeId: string; currency: Currency },
): Promise<{ payoutId: string }> {
  const rules = await settingNow(ctx, "payouts");
  return withTransaction(ctx, async (tx) => {
    const payee = await lockPayee(tx, payeeId);
    if (payee.userId !== ctx.actor.id) throw new PayeeNotFound(payeeId);
    const account = await usableAccount(tx, payee);
    await mustBeOnlyOne(tx, payee, currency);
    const [wish] = await lockReleased(tx, [account], currency);
    const minimum = minimumOf(rules, currency);
    if (!wish || wish.amount.amount < minimum.amount) throw new BelowMinimum(wish?.amount ?? minimum, minimum);
    const payoutId = newId("payout", ctx.clock.now().getTime());
    const approved = !needsSecondPerson(rules, wish.amount);
    await reservePayouts(tx, { subject: payoutId, batchId: null, approved }, [wish]);
    if (!approved) await askForApproval(tx, { subject: payoutId, batchId: null, payouts: 1, total: wish.amount });
    await recordAudit(tx, {
      action: "payouts.request",
      subjectKind: "payout",
      subjectId: payoutId,
      after: { payeeId, amount: wish.amount, accountId: account.accountId },
    });
    return { payoutId };
  });
}

async function usableAccount(ctx: TxContext, payee: Payee): Promise<PayableAccount> {
  if (payee.blockedAt !== null) throw new PayeeBlocked();
  const account = await currentAccount(ctx, payee.id);
  if (account === null) throw new NoPayoutAccount();
  if (!account.usable) throw new AccountTooNew(account.usableFrom);
  return { payeeId: payee.id, accountId: account.id, gateway: account.gateway, address: payee.address };
}

/** Said before the money is looked at: what the first payout reserves is missing for the second. */
async function mustBeOnlyOne(ctx: TxContext, payee: Payee, currency: Currency): Promise<void> {
  const [underWay] = await ctx.db
    .select({ id: payouts.id })
    .from(payouts)
    .where(
      and(
        eq(payouts.payeeId, payee.id),
        eq(payouts.currency, currency),
        inArray(payouts.status, ["requested", "approved", "sending"]),
      ),
    )
    .limit(1);
  if (underWay) throw new PayoutUnderWay();
}
