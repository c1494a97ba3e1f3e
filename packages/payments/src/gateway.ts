import type { Currency, Money } from "@stoa/kit";

/** The gateways Stoa is built for. The names are stored with every payment. */
export const GATEWAY_NAMES = ["stripe", "dodo", "razorpay", "paypal", "paystack"] as const;
export type GatewayName = (typeof GATEWAY_NAMES)[number];

/** What every writing call carries. */
export interface CallOptions {
  /** Made and stored by the caller before the call; the same key again never acts twice. */
  idempotencyKey: string;
  correlationId?: string;
  /** Gives up waiting. What was sent may still have happened, so a write then ends in `GatewayOutcomeUnknown`. */
  signal?: AbortSignal;
}

/** Reads need no key. */
export type ReadOptions = Omit<CallOptions, "idempotencyKey">;

export interface CheckoutLine {
  title: string;
  quantity: number;
  unitAmount: Money;
}

/** What a hosted payment page is to ask for. The lines add up to `amount`. */
export interface CheckoutRequest {
  orderId: string;
  amount: Money;
  /** What is bought, in one line; stands on bank statements and in the gateway's dashboard. */
  title: string;
  lines: CheckoutLine[];
  email: string;
  /** `{CHECKOUT_ID}` in it becomes the checkout's id, unless the gateway adds that by itself. */
  successUrl: string;
  cancelUrl: string;
  /** Must be the same on every retry under one key, and lie within the gateway's `checkoutLifetime`. */
  expiresAt: Date;
  metadata: Record<string, string>;
  /** Only reserve the money now; `Captures.capture` takes it. For gateways that `canCapture`. */
  captureLater?: boolean;
}

export interface HostedCheckout {
  checkoutId: string;
  redirectUrl: string;
  expiresAt: Date;
}

export type PaymentStatus = "pending" | "requires_capture" | "succeeded" | "failed" | "cancelled";

/** A payment as the gateway knows it at this moment. */
export interface PaymentSnapshot {
  paymentId: string;
  /** From our metadata; null for a payment that Stoa did not ask for. */
  orderId: string | null;
  status: PaymentStatus;
  /** What was really received; for a payment that brought nothing yet, what is asked for. */
  amount: Money;
  /** Minor units of the same currency, over all refunds so far; 0 in lists of gateways that do not tell it there. */
  amountRefunded: number;
  occurredAt: Date;
  /** What the gateway keeps, once it is known, in the currency it settles in. */
  fee: Money | null;
}

export type CheckoutStatus = "open" | "approved" | "paid" | "processing" | "expired";

export interface CheckoutSnapshot {
  checkoutId: string;
  orderId: string | null;
  /**
   * `approved`: the buyer has agreed, and the money moves with `completeCheckout`. `processing`: the buyer has done their
   * part and the money is on its way.
   */
  status: CheckoutStatus;
  /** Where the buyer can still pay; null once that is over. */
  redirectUrl: string | null;
  payment: PaymentSnapshot | null;
  /** Why the last try to pay failed, in the bank's words. */
  lastError: string | null;
}

export type RefundStatus = "pending" | "succeeded" | "failed" | "cancelled";

export interface RefundSnapshot {
  refundId: string;
  paymentId: string;
  orderId: string | null;
  /** The caller's `refundKey`; null for a refund made in the gateway's dashboard. */
  refundKey: string | null;
  status: RefundStatus;
  amount: Money;
  occurredAt: Date;
  reason: string | null;
}

/** `unclaimed`: it was sent, and waits for its payee; after a while it is `returned`. */
export type PayoutStatus = "pending" | "succeeded" | "unclaimed" | "failed" | "returned";

/** Money on its way to somebody who is owed it. */
export interface PayoutSnapshot {
  payoutId: string;
  /** The caller's key; null for a payout that Stoa did not make. */
  payoutKey: string | null;
  status: PayoutStatus;
  amount: Money;
  /** What the gateway took from the sender beside it, and keeps: of what has arrived, also when it came back later. */
  fee: Money | null;
  occurredAt: Date;
  reason: string | null;
}

export type DisputeStatus = "warning" | "needs_response" | "under_review" | "won" | "lost";

export interface DisputeSnapshot {
  disputeId: string;
  paymentId: string;
  orderId: string | null;
  status: DisputeStatus;
  amount: Money;
  /** What the gateway charges for the dispute itself. */
  fee: Money | null;
  /** Whether the disputed money is with the buyer's bank at this moment. */
  fundsWithdrawn: boolean;
  reason: string;
  /** Until when evidence can be sent. */
  respondBy: Date | null;
  occurredAt: Date;
}

/** What an event means to Stoa. An event may mean several things, or nothing. */
export type GatewayFact =
  | { kind: "payment_succeeded"; checkoutId: string | null; payment: PaymentSnapshot }
  | { kind: "payment_pending"; checkoutId: string | null; payment: PaymentSnapshot }
  /** Not final while the checkout is open: the buyer may try again. */
  | { kind: "payment_failed"; checkoutId: string | null; payment: PaymentSnapshot; reason: string | null }
  /** No money has moved yet; `completeCheckout` takes it. */
  | { kind: "checkout_approved"; checkoutId: string; orderId: string | null }
  | { kind: "checkout_expired"; checkoutId: string; orderId: string | null }
  | { kind: "refund_changed"; refund: RefundSnapshot }
  | { kind: "dispute_changed"; dispute: DisputeSnapshot }
  | { kind: "payout_changed"; payout: PayoutSnapshot }
  | { kind: "not_relevant"; type: string };

/** An event whose signature was good, or that was read from the gateway itself. */
export interface VerifiedEvent {
  gateway: GatewayName;
  /** The key under which the gateway repeats an event. */
  eventId: string;
  type: string;
  occurredAt: Date;
  livemode: boolean;
  payload: unknown;
}

export interface RefundRequest {
  paymentId: string;
  /** Names the refund in Stoa; stored with the gateway, so that `findRefund` can ask for it. */
  refundKey: string;
  /** Null for all that is left. */
  amount: Money | null;
  reason: "duplicate" | "fraudulent" | "requested_by_customer" | null;
  metadata: Record<string, string>;
}

/** A half-open span of time, `from` ≤ t < `to`, read page by page. */
export interface TimeWindow {
  from: Date;
  to: Date;
  cursor?: string;
  /** 1 to 100; 100 unless told. */
  limit?: number;
}

export interface GatewayPage<T> {
  items: T[];
  nextCursor: string | null;
}

export interface WebhookRequest {
  /** As they arrived: parsing and serialising again breaks every signature. */
  rawBody: Uint8Array;
  headers: Headers;
  receivedAt: Date;
}

/**
 * One payment gateway in Stoa's words. Calls throw `GatewayRefused` (a definite no), `GatewayUnavailable` (definitely
 * not done) or `GatewayOutcomeUnknown` (ask with a `find` or `retrieve` before anything else).
 */
export interface Gateway {
  readonly name: GatewayName;
  /** How long a checkout may live, from its creation. */
  readonly checkoutLifetime: { leastMs: number; mostMs: number };
  /** How old a payment or refund may be before the lists show it; what is newer may be missing from them. */
  readonly listLagMs: number;
  takes(currency: Currency): boolean;

  createCheckout(request: CheckoutRequest, options: CallOptions): Promise<HostedCheckout>;
  retrieveCheckout(checkoutId: string, options?: ReadOptions): Promise<CheckoutSnapshot>;
  /**
   * Takes the money of a checkout that its buyer has approved, at gateways that wait to be told; at the others, and in any
   * other state, gives it as it is. May be called by many at once: money is taken once. One that has lapsed is `expired`.
   */
  completeCheckout(checkoutId: string, options: CallOptions): Promise<CheckoutSnapshot>;
  /**
   * The checkouts made for an order since a moment with which somebody could pay: the question after a lost answer to
   * `createCheckout`. A gateway that cannot be searched gives none, and takes no money of a checkout that is not completed.
   */
  findCheckouts(orderId: string, since: Date, options?: ReadOptions): Promise<CheckoutSnapshot[]>;
  /** Closes a checkout, or gives it as it is when it was paid or had expired before. One that was approved is completed. */
  expireCheckout(checkoutId: string, options: CallOptions): Promise<CheckoutSnapshot>;

  retrievePayment(paymentId: string, options?: ReadOptions): Promise<PaymentSnapshot>;

  refund(request: RefundRequest, options: CallOptions): Promise<RefundSnapshot>;
  retrieveRefund(refundId: string, options?: ReadOptions): Promise<RefundSnapshot>;
  /** The refund of a payment with this key, or null: the question after a lost answer to `refund`. */
  findRefund(paymentId: string, refundKey: string, options?: ReadOptions): Promise<RefundSnapshot | null>;

  retrieveDispute(disputeId: string, options?: ReadOptions): Promise<DisputeSnapshot>;

  listPayments(window: TimeWindow, options?: ReadOptions): Promise<GatewayPage<PaymentSnapshot>>;
  listRefunds(window: TimeWindow, options?: ReadOptions): Promise<GatewayPage<RefundSnapshot>>;
  /** As they are now, each under the moment it was opened. */
  listDisputes(window: TimeWindow, options?: ReadOptions): Promise<GatewayPage<DisputeSnapshot>>;
  /** Events that the gateway could not deliver to us. */
  listUndelivered(window: TimeWindow, options?: ReadOptions): Promise<GatewayPage<VerifiedEvent>>;

  /**
   * Throws `WebhookRefused`. Gateways that sign with certificates may have to read one first, and throw
   * `GatewayUnavailable` when they cannot.
   */
  verifyWebhook(request: WebhookRequest): Promise<VerifiedEvent>;
  /** Pure. Unknown types and unknown fields mean nothing; a known type without its known fields throws `MalformedPayload`. */
  factsOf(event: { type: string; payload: unknown }): GatewayFact[];
}

/** Gateways that reserve money first and take it on a second call. */
export interface Captures {
  /** Takes what was authorised, or less of it. */
  capture(paymentId: string, amount: Money | null, options: CallOptions): Promise<PaymentSnapshot>;
  /** Lets go of what was authorised. */
  cancel(paymentId: string, options: CallOptions): Promise<PaymentSnapshot>;
}

export function canCapture(gateway: Gateway): gateway is Gateway & Captures {
  return "capture" in gateway && "cancel" in gateway;
}

/** What speaks for the shop when a buyer's bank disputes a payment. */
export interface DisputeEvidence {
  explanation: string;
  productDescription: string;
  buyerEmail: string;
  /** When the buyer used what they bought, one line each; null when nothing is known. */
  accessLog: string | null;
}

/** Gateways that take evidence over their API; at the others it is sent from their dashboard. */
export interface Disputes {
  /** Hands the evidence to the bank, which takes it once. */
  submitEvidence(disputeId: string, evidence: DisputeEvidence, options: CallOptions): Promise<DisputeSnapshot>;
}

export function canAnswerDisputes(gateway: Gateway): gateway is Gateway & Disputes {
  return "submitEvidence" in gateway;
}

export interface PayoutRequest {
  /** Names the payout in Stoa and at the gateway; one key is paid once. */
  payoutKey: string;
  /** As `payoutDestination` gave it. */
  destination: string;
  amount: Money;
  /** What the payee reads beside it. */
  note: string;
}

/** Gateways that send money to those who are owed it. */
export interface Payouts {
  /** A destination as the gateway writes it, or null when no money can be sent there. */
  payoutDestination(destination: string, options?: ReadOptions): Promise<string | null>;
  /** Sends, once per `payoutKey` however often it is called: it is the question after a lost answer, too. */
  sendPayout(request: PayoutRequest, options: CallOptions): Promise<PayoutSnapshot>;
  retrievePayout(payoutId: string, options?: ReadOptions): Promise<PayoutSnapshot>;
}

export function canPayOut(gateway: Gateway): gateway is Gateway & Payouts {
  return "sendPayout" in gateway;
}
