import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS, type Money } from "@stoa/kit";
import {
  type CallFailure,
  type Gateway,
  type GatewayName,
  GatewayNotFound,
  GatewayOutcomeUnknown,
  GatewayRefused,
  GatewayUnavailable,
  type PaymentSnapshot,
  type RefundSnapshot,
} from "@stoa/payments";
import type { Gate } from "../rig/gate.ts";
import type { Faults } from "./faults.ts";
import { type Checkout, GatewayBooks } from "./gateway-books.ts";
import { factsIn, openedWebhook, signedWebhook, verifiedEvent } from "./gateway-wire.ts";
import type { Heard } from "./heard.ts";
import { pageOf, within } from "./list-page.ts";

const FEE_KNOWN_AFTER_MS = 2 * HOUR_MS;
const LIFETIME = { leastMs: 30 * MINUTE_MS, mostMs: DAY_MS };

export interface GatewayWorld {
  clock: Clock;
  gate: Gate;
  faults: Faults;
  hear(heard: Heard): void;
}

/** A gateway as Stoa sees it: its books behind a network that lies. Which are played says `gateways.ts`. */
export class ScriptedGateway implements Gateway {
  readonly name: GatewayName;
  readonly checkoutLifetime = LIFETIME;
  readonly listLagMs = 0;
  readonly books: GatewayBooks;
  protected readonly world: GatewayWorld;
  private readonly answersByKey = new Map<string, string>();

  constructor(name: GatewayName, world: GatewayWorld, books = new GatewayBooks(name, () => world.clock.now())) {
    this.name = name;
    this.world = world;
    this.books = books;
  }

  takes = () => true;

  createCheckout: Gateway["createCheckout"] = async (request, { idempotencyKey }) => {
    const { clock } = this.world;
    const { orderId } = request;
    const onRefusal = () => this.world.hear({ call: "createCheckout", orderId, checkoutId: null });
    const checkout = await this.serve("createCheckout", onRefusal, () => {
      const known = this.books.checkouts.get(this.answersByKey.get(idempotencyKey) ?? "");
      if (known) return known;
      if (request.expiresAt.getTime() - clock.now().getTime() < LIFETIME.leastMs) return null;
      const made = this.books.open(orderId, request.amount, request.expiresAt);
      this.answersByKey.set(idempotencyKey, made.id);
      return made;
    });
    if (checkout === null) {
      onRefusal();
      throw new GatewayRefused(this.failure("createCheckout", "expires_too_soon"));
    }
    this.world.hear({ call: "createCheckout", orderId, checkoutId: checkout.id });
    return {
      checkoutId: checkout.id,
      redirectUrl: `https://pay.test/${checkout.id}`,
      expiresAt: checkout.expiresAt,
    };
  };

  retrieveCheckout: Gateway["retrieveCheckout"] = async (checkoutId) => {
    const { orderId } = this.checkout(checkoutId);
    const found = await this.read("retrieveCheckout", () => this.books.snapshotOf(this.checkout(checkoutId)));
    this.world.hear({ call: "retrieveCheckout", orderId, found });
    return found;
  };

  /** The simulated buyers' money moves when they pay, so that there is nothing left to take. */
  completeCheckout: Gateway["completeCheckout"] = (checkoutId) => this.retrieveCheckout(checkoutId);

  findCheckouts: Gateway["findCheckouts"] = async (orderId) => {
    const ofOrder = () => [...this.books.checkouts.values()].filter((checkout) => checkout.orderId === orderId);
    const found = await this.read("findCheckouts", () => ofOrder().map((each) => this.books.snapshotOf(each)));
    this.world.hear({ call: "findCheckouts", orderId, found });
    return found;
  };

  expireCheckout: Gateway["expireCheckout"] = async (checkoutId) => {
    const { orderId } = this.checkout(checkoutId);
    const told = { call: "expireCheckout", orderId } as const;
    try {
      const onRefusal = () => this.world.hear({ ...told, found: null, failed: false });
      const found = await this.serve("expireCheckout", onRefusal, () => {
        this.books.expire(this.checkout(checkoutId));
        return this.books.snapshotOf(this.checkout(checkoutId));
      });
      this.world.hear({ ...told, found, failed: false });
      return found;
    } catch (error) {
      if (!(error instanceof GatewayRefused)) this.world.hear({ ...told, found: null, failed: true });
      throw error;
    }
  };

  retrievePayment: Gateway["retrievePayment"] = async (paymentId) => {
    const found = await this.read("retrievePayment", () => this.books.payments.get(paymentId));
    if (!found) throw new GatewayNotFound(this.failure("retrievePayment", "not_found"));
    const told = this.asTold(found);
    this.world.hear({ call: "retrievePayment", found: told });
    return told;
  };

  retrieveRefund: Gateway["retrieveRefund"] = async (refundId) => {
    const found = await this.read("retrieveRefund", () => copyOf(this.books.refunds.get(refundId)));
    if (!found) throw new GatewayNotFound(this.failure("retrieveRefund", "not_found"));
    this.world.hear({ call: "retrieveRefund", found });
    return found;
  };

  retrieveDispute: Gateway["retrieveDispute"] = async (disputeId) => {
    const found = await this.read("retrieveDispute", () => copyOf(this.books.disputes.get(disputeId)));
    if (!found) throw new GatewayNotFound(this.failure("retrieveDispute", "not_found"));
    return found;
  };

  refund: Gateway["refund"] = async ({ paymentId, refundKey, amount }) => {
    const told = { call: "refund", refundKey } as const;
    const onRefusal = () => this.world.hear({ ...told, found: null });
    const found = await this.serve("refund", onRefusal, () => copyOf(this.refundOnce(paymentId, refundKey, amount)));
    this.world.hear({ ...told, found });
    if (!found) throw new GatewayRefused(this.failure("refund", "more_than_is_left"));
    return found;
  };

  findRefund: Gateway["findRefund"] = async (_paymentId, refundKey) => {
    const found = await this.read("findRefund", () => copyOf(this.refundNamed(refundKey)));
    this.world.hear({ call: "findRefund", refundKey, found });
    return found;
  };

  listPayments: Gateway["listPayments"] = async (window) => {
    const all = () => [...this.books.payments.values()].map((payment) => this.asTold(payment));
    const page = await this.read("listPayments", () => pageOf(within(window, all()), window));
    this.world.hear({ call: "listPayments", gateway: this.name, found: page.items });
    return page;
  };

  listRefunds: Gateway["listRefunds"] = (window) =>
    this.read("listRefunds", () => pageOf(within(window, [...this.books.refunds.values()]), window));

  listDisputes: Gateway["listDisputes"] = (window) =>
    this.read("listDisputes", () => pageOf(within(window, [...this.books.disputes.values()]), window));

  listUndelivered: Gateway["listUndelivered"] = (window) =>
    this.read("listUndelivered", () => {
      const lost = this.books.events
        .filter((event) => !event.delivered)
        .map((event) => verifiedEvent(this.name, event));
      return pageOf(within(window, lost), window);
    });

  /** An event as it goes over the wire. */
  webhookOf = signedWebhook;

  verifyWebhook: Gateway["verifyWebhook"] = async (webhook) => openedWebhook(this.name, webhook);

  factsOf: Gateway["factsOf"] = factsIn;

  protected read<T>(call: string, answer: () => T): Promise<T> {
    return this.serve(call, null, answer);
  }

  /** Lets the network decide. Without `onRefusal` the call is a read, which no gateway refuses. */
  protected async serve<T>(call: string, onRefusal: (() => void) | null, act: () => T): Promise<T> {
    await this.world.gate.pass();
    this.books.lapse();
    const fate = this.world.faults.fate();
    if (fate === "unreachable") throw new GatewayUnavailable(this.failure(call, fate));
    if (fate === "requestLost") throw new GatewayOutcomeUnknown(this.failure(call, fate));
    if (fate === "refused" && onRefusal) {
      onRefusal();
      throw new GatewayRefused(this.failure(call, fate));
    }
    const answer = act();
    await this.world.gate.pass();
    if (fate === "answerLost") throw new GatewayOutcomeUnknown(this.failure(call, fate));
    return answer;
  }

  /** What is kept of a payment is known only after a while. */
  private asTold(payment: PaymentSnapshot): PaymentSnapshot {
    const known = this.world.clock.now().getTime() >= payment.occurredAt.getTime() + FEE_KNOWN_AFTER_MS;
    return { ...payment, fee: known ? payment.fee : null };
  }

  private refundNamed(key: string): RefundSnapshot | undefined {
    return [...this.books.refunds.values()].find((refund) => refund.refundKey === key);
  }

  /** Undefined when so much is not left. Some are done at once, and some wait. */
  private refundOnce(paymentId: string, key: string, asked: Money | null): RefundSnapshot | undefined {
    const known = this.refundNamed(key);
    const payment = this.books.payments.get(paymentId);
    if (known || !payment) return known;
    const left = this.books.leftOf(payment);
    const amount = asked?.amount ?? left;
    if (amount > left) return undefined;
    return this.books.refund(payment, amount, this.books.refunds.size % 3 === 2 ? "pending" : "succeeded", key);
  }

  protected checkout(id: string): Checkout {
    const checkout = this.books.checkouts.get(id);
    if (!checkout) throw new GatewayNotFound(this.failure("checkout", "not_found"));
    return checkout;
  }

  protected failure(call: string, reason: string): CallFailure {
    return { gateway: this.name, call, reason, explanation: `simulated: ${reason}` };
  }
}

function copyOf<T extends object>(found: T | undefined): T | null {
  return found ? { ...found } : null;
}
