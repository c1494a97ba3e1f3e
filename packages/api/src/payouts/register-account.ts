import { createHmac } from "node:crypto";
import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { canPayOut, type Gateway, type GatewayName, type Payouts } from "@stoa/payments";
import { eq, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { FACTS } from "../platform/facts.ts";
import { settingNow } from "../settings/index.ts";
import { DESTINATION } from "./destination.ts";
import { DestinationRefused, PayeeNotFound, PaysNobodyOut } from "./errors.ts";
import { currentAccount, lockPayee, type PayoutAccount } from "./payees.ts";
import { cancelWaiting } from "./payout.ts";
import { hintOf } from "./policy.ts";
import { warnOfNewAccount } from "./tell-of-payouts.ts";

const { payoutAccounts, payoutPayees } = tables;

export interface NewAccount {
  payeeId: string;
  gateway: GatewayName;
  destination: string;
}

/** A place that a gateway can send money to, as it names it. */
export interface Destination {
  gateway: GatewayName;
  destination: string;
}

/**
 * Says where a payee's money is to go. The gateway is asked whether money can be sent there; what is kept is sealed. The
 * first account may be used at once, every later one only after the cooling-off time, and what was reserved for the old
 * one comes back. The same account again changes nothing. Throws `PayeeNotFound`, `PaysNobodyOut`, `DestinationRefused`.
 */
export async function registerPayoutAccount(
  ctx: Context & { actor: UserActor },
  { payeeId, ...wanted }: NewAccount,
): Promise<PayoutAccount> {
  await mustBeOwn(ctx, payeeId);
  const checked = await checkDestination(ctx, wanted);
  return withTransaction(ctx, (tx) => pinAccount(tx, payeeId, checked));
}

/** Asks the gateway whether money can be sent there. Throws `PaysNobodyOut` and `DestinationRefused`. */
export async function checkDestination(ctx: Context, wanted: Destination): Promise<Destination> {
  const gateway = payerNamed(ctx, wanted.gateway);
  const destination = await gateway.payoutDestination(wanted.destination, { correlationId: ctx.correlationId });
  if (destination === null) throw new DestinationRefused(wanted.gateway);
  return { gateway: wanted.gateway, destination };
}

/** Keeps a checked account as the one a payee is paid out to, and writes to its owner when it replaces another. */
export async function pinAccount(
  tx: TxContext,
  payeeId: string,
  { gateway, destination }: Destination,
): Promise<PayoutAccount> {
  const { coolingOffHours } = await settingNow(tx, "payouts");
  const payee = await lockPayee(tx, payeeId);
  const before = await currentAccount(tx, payee.id);
  const fingerprint = fingerprintOf(tx, gateway, destination);
  if (before?.fingerprint === fingerprint) return before;
  if (before) await retire(tx, before);
  const waitHours = before ? coolingOffHours : 0;
  const account = await insertAccount(tx, { payeeId, gateway, destination, fingerprint, waitHours });
  await recordAudit(tx, {
    action: "payouts.register_account",
    subjectKind: "payee",
    subjectId: payee.id,
    before: { accountId: before?.id ?? null },
    after: { accountId: account.id, gateway: account.gateway, usableFrom: account.usableFrom.toISOString() },
  });
  if (before) await warnOfNewAccount(tx, payee, { before, account });
  const { kind, subjectId } = payee;
  await enqueue(tx, FACTS.payoutAccountPinned, { kind, subjectId, accountId: account.id });
  return account;
}

/** Asked before anybody outside is: nobody learns by another's name what a gateway knows. */
async function mustBeOwn(ctx: Context & { actor: UserActor }, payeeId: string): Promise<void> {
  const [payee] = await ctx.db
    .select({ userId: payoutPayees.userId })
    .from(payoutPayees)
    .where(eq(payoutPayees.id, payeeId));
  if (payee?.userId !== ctx.actor.id) throw new PayeeNotFound(payeeId);
}

/** The same, as the payee's own screen shows it. */
export async function setOwnAccount(
  ctx: Context & { actor: UserActor },
  input: NewAccount,
): Promise<{ id: string; gateway: GatewayName; hint: string; usableFrom: Date; usable: boolean }> {
  const { id, gateway, hint, usableFrom } = await registerPayoutAccount(ctx, input);
  return { id, gateway, hint, usableFrom, usable: usableFrom <= ctx.clock.now() };
}

/** The gateways that are on and send money. */
export function payingGateways(ctx: Context): GatewayName[] {
  const { gateways } = ctx.services;
  return gateways.enabled().filter((name) => canPayOut(gateways.get(name)));
}

/** The gateway of this name, when it is on and sends money. */
export function payerNamed(ctx: Context, name: GatewayName): Gateway & Payouts {
  const gateway = ctx.services.gateways.get(name);
  if (!canPayOut(gateway)) throw new PaysNobodyOut(name);
  return gateway;
}

async function retire(ctx: TxContext, account: PayoutAccount): Promise<void> {
  await ctx.db.update(payoutAccounts).set({ replacedAt: sql`now()` }).where(eq(payoutAccounts.id, account.id));
  await cancelWaiting(ctx, account.id, "account_changed");
}

async function insertAccount(
  ctx: TxContext,
  account: NewAccount & { fingerprint: string; waitHours: number },
): Promise<PayoutAccount> {
  const { payeeId, gateway, destination, fingerprint, waitHours } = account;
  const [row] = await ctx.db
    .insert(payoutAccounts)
    .values({
      id: newId("payoutAccount", ctx.clock.now().getTime()),
      payeeId,
      gateway,
      destinationSealed: ctx.services.secrets.seal(DESTINATION, destination),
      hint: hintOf(destination),
      fingerprint,
      usableFrom: sql`now() + ${waitHours} * interval '1 hour'`,
      createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    })
    .returning();
  if (!row) throw new PayeeNotFound(payeeId);
  return row;
}

/** Equal for one account whoever names it, and not to be guessed back without the installation's key. */
function fingerprintOf(ctx: Context, gateway: GatewayName, destination: string): string {
  return createHmac("sha256", ctx.services.env.STOA_ENCRYPTION_KEY)
    .update(`payouts:${gateway}:${destination.toLowerCase()}`)
    .digest("hex")
    .slice(0, 32);
}
