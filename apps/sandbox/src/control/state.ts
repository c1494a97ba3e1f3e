import type { Deps, Part } from "../part.ts";

/** A payment as the gateway's books have it; amounts in the minor units Stoa uses. */
export interface PaymentRecord {
  gateway: string;
  id: string;
  checkoutId: string | null;
  orderId: string | null;
  status: string;
  amount: number;
  amountRefunded: number;
  currency: string;
  createdAt: string;
}

export interface RefundRecord {
  gateway: string;
  id: string;
  paymentId: string;
  orderId: string | null;
  status: string;
  amount: number;
  currency: string;
  createdAt: string;
}

export interface DisputeRecord {
  gateway: string;
  id: string;
  paymentId: string;
  status: string;
  amount: number;
  currency: string;
  createdAt: string;
}

export interface CheckoutRecord {
  gateway: string;
  id: string;
  orderId: string | null;
  status: string;
  amount: number;
  currency: string;
  url: string | null;
}

/** A webhook the sandbox sent, is sending, or was told to lose. */
export interface DeliveryRecord {
  gateway: string;
  eventId: string;
  type: string;
  status: string;
  attempts: number;
  lastAnswer: string | null;
}

/** Money that went to somebody who is owed it. */
export interface PayoutRecord {
  gateway: string;
  id: string;
  /** The key under which Stoa sent it. */
  key: string | null;
  destination: string;
  status: string;
  amount: number;
  currency: string;
  createdAt: string;
}

export interface LmsRecords {
  users: unknown[];
  enrolments: unknown[];
}

export interface MailRecord {
  to: string;
  subject: string;
  text: string;
  links: string[];
}

/** The world's view of what happened, for tests to compare with Stoa's. */
export interface SandboxState {
  payments: PaymentRecord[];
  refunds: RefundRecord[];
  payouts: PayoutRecord[];
  disputes: DisputeRecord[];
  checkouts: CheckoutRecord[];
  deliveries: DeliveryRecord[];
  lms: LmsRecords;
  mails: MailRecord[];
}

/** Joins the shares of all parts: lists are put end to end, the LMS is the one of its only part. */
export async function readState(parts: readonly Part[], deps: Deps): Promise<SandboxState> {
  const shares = await Promise.all(parts.map(async (part) => (await part.state?.(deps)) ?? {}));
  return {
    payments: shares.flatMap((share) => share.payments ?? []),
    refunds: shares.flatMap((share) => share.refunds ?? []),
    payouts: shares.flatMap((share) => share.payouts ?? []),
    disputes: shares.flatMap((share) => share.disputes ?? []),
    checkouts: shares.flatMap((share) => share.checkouts ?? []),
    deliveries: shares.flatMap((share) => share.deliveries ?? []),
    lms: shares.find((share) => share.lms !== undefined)?.lms ?? { users: [], enrolments: [] },
    mails: shares.flatMap((share) => share.mails ?? []),
  };
}
