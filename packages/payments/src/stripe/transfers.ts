import { GatewayNotFound } from "../errors.ts";
import type { CallOptions, PayoutRequest, PayoutSnapshot, ReadOptions } from "../gateway.ts";
import { toStripeAmount } from "./currencies.ts";
import { read } from "./facts.ts";
import type { StripeApi } from "./stripe-api.ts";
import { PAYOUT_KEY, transferOf } from "./transform.ts";
import { accountSchema, transferSchema } from "./types.ts";

/** A connected account that may receive transfers. */
export async function payoutDestination(
  api: StripeApi,
  destination: string,
  options: ReadOptions = {},
): Promise<string | null> {
  const id = destination.trim();
  if (!/^acct_[A-Za-z0-9_]{1,60}$/.test(id)) return null;
  try {
    const answer = await api.call("payoutDestination", "read", options, (stripe) => stripe.accounts.retrieve(id));
    const account = read(accountSchema, answer, "account");
    return account.capabilities?.transfers === "active" ? account.id : null;
  } catch (error) {
    if (error instanceof GatewayNotFound) return null;
    throw error;
  }
}

/**
 * A transfer, looked for before it is made: Stripe keeps even a failure under its key for a day and forgets the key after
 * it, so the key alone would answer neither soon nor for ever. The group carries our key, and a list can be asked for it.
 */
export async function sendPayout(
  api: StripeApi,
  request: PayoutRequest,
  options: CallOptions,
): Promise<PayoutSnapshot> {
  const known = await findTransfer(api, request.payoutKey, options);
  if (known !== null) return known;
  const transfer = await api.call("sendPayout", "write", options, (stripe) =>
    stripe.transfers.create(
      {
        amount: toStripeAmount(request.amount),
        currency: request.amount.currency.toLowerCase(),
        destination: request.destination,
        description: request.note,
        transfer_group: request.payoutKey,
        metadata: { [PAYOUT_KEY]: request.payoutKey },
      },
      { idempotencyKey: options.idempotencyKey },
    ),
  );
  return transferOf(read(transferSchema, transfer, "transfer"));
}

async function findTransfer(api: StripeApi, payoutKey: string, options: ReadOptions): Promise<PayoutSnapshot | null> {
  const params = { transfer_group: payoutKey, limit: 1 };
  const list = await api.call("sendPayout", "read", options, (stripe) => stripe.transfers.list(params));
  const [found] = list.data;
  return found === undefined ? null : transferOf(read(transferSchema, found, "transfer"));
}

export async function retrievePayout(
  api: StripeApi,
  payoutId: string,
  options: ReadOptions = {},
): Promise<PayoutSnapshot> {
  const transfer = await api.call("retrievePayout", "read", options, (stripe) => stripe.transfers.retrieve(payoutId));
  return transferOf(read(transferSchema, transfer, "transfer"));
}
