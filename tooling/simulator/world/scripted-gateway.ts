import { DAY_MS, HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { type Gateway, type GatewayName, GatewayNotFound, GatewayRefused, type PaymentSnapshot } from "@stoa/payments";
import { type Checkout, GatewayBooks } from "./gateway-books.ts";
import { GatewayLine, type GatewayWorld } from "./gateway-line.ts";
import { factsIn, openedWebhook, signedWebhook, verifiedEvent } from "./gateway-wire.ts";
import { pageOf, within } from "./list-page.ts";

const FEE_KNOWN_AFTER_MS = 2 * HOUR_MS;
const LIFETIME = { leastMs: 30 * MINUTE_MS, mostMs: DAY_MS };

/** A gateway as Stoa sees it: its books behind a network that lies. Which are played says `gateways.ts`. */
export class ScriptedGateway extends GatewayLine implements Gateway {
  readonly checkoutLifetime = LIFETIME;
  readonly listLagMs = 0;
  readonly books: GatewayBooks;
  private readonly answersByKey = new Map<string, string>();

  constructor(name: GatewayName, world: GatewayWorld, books = new GatewayBooks(name, () => world.clock.now())) {
    super(name, world);
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
    const found = await this.serve("refund", onRefusal, () =>
      copyOf(this.books.refundOnce(paymentId, refundKey, amount)),
    );
    this.world.hear({ ...told, found });
    if (!found) throw new GatewayRefused(this.failure("refund", "more_than_is_left"));
    return found;
  };

  findRefund: Gateway["findRefund"] = async (_paymentId, refundKey) => {
    const found = await this.read("findRefund", () => copyOf(this.books.refundNamed(refundKey)));
    this.world.hear({ call: "findRefund", refundKey, found });
    return found;
  };

  listPayments: Gateway["listPayments"] = async (window) => {
    const all = () => [...this.books.payments.values()].map((payment) => this.asTold(payment));
    const page = await this.read("listPayments", () => pageOf(within(window, all()), window));
    this.world.hear({ call: "listPayments", found: page.items });
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

  /** What is kept of a payment is known only after a while. */
  private asTold(payment: PaymentSnapshot): PaymentSnapshot {
    const known = this.world.clock.now().getTime() >= payment.occurredAt.getTime() + FEE_KNOWN_AFTER_MS;
    return { ...payment, fee: known ? payment.fee : null };
  }

  protected checkout(id: string): Checkout {
    const checkout = this.books.checkouts.get(id);
    if (!checkout) throw new GatewayNotFound(this.failure("checkout", "not_found"));
    return checkout;
  }
}

function copyOf<T extends object>(found: T | undefined): T | null {
  return found ? { ...found } : null;
}
