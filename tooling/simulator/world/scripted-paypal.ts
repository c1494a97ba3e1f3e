import { addMs, HOUR_MS, type Money } from "@stoa/kit";
import type { Gateway, PaymentSnapshot, PayoutSnapshot } from "@stoa/payments";
import { type Checkout, GatewayBooks } from "./gateway-books.ts";
import type { GatewayWorld } from "./gateway-line.ts";
import { PayingGateway } from "./paying-gateway.ts";

/** How long an order of PayPal waits for its buyer, whatever Stoa would like. */
const WAITS_MS = 3 * HOUR_MS;
const TERMS = { settlesIn: null, payoutFee: 25 };

/**
 * Buyers approve, and the money moves when Stoa takes it. Orders lapse without a word and cannot be closed, and refunds
 * and disputes name no order of Stoa.
 */
class PayPalBooks extends GatewayBooks {
  private captures = 0;

  override open(orderId: string, amount: Money): Checkout {
    return super.open(orderId, amount, addMs(this.now(), WAITS_MS));
  }

  override lapse(): void {
    for (const checkout of this.checkouts.values()) {
      if (checkout.status === "open" && checkout.expiresAt <= this.now()) checkout.status = "expired";
    }
  }

  override buyerPays(checkout: Checkout): void {
    checkout.status = "approved";
    this.tell({ kind: "checkout_approved", checkoutId: checkout.id, orderId: checkout.orderId });
  }

  /** Takes what was approved, once. Some money is on its way for a while, some is denied, and some has to be approved anew. */
  capture(checkout: Checkout): void {
    if (checkout.status !== "approved") return;
    this.captures += 1;
    if (this.captures % 7 === 3) checkout.status = "open";
    else this.pay(checkout, this.captures % 7 === 5 ? "failed" : this.captures % 4 === 2 ? "pending" : "succeeded");
    if (this.captures % 7 === 5) checkout.status = "expired";
  }

  /** A capture that fails in the end ends its order. */
  override endProcessing(checkout: Checkout, outcome: "succeeded" | "failed"): void {
    super.endProcessing(checkout, outcome);
    if (outcome === "failed") checkout.status = "expired";
  }

  protected override orderToldOf(_payment: PaymentSnapshot): null {
    return null;
  }
}

/** PayPal as Stoa sees it. */
export class ScriptedPayPal extends PayingGateway {
  declare readonly books: PayPalBooks;

  constructor(world: GatewayWorld) {
    super("paypal", world, new PayPalBooks("paypal", () => world.clock.now(), TERMS));
  }

  override completeCheckout: Gateway["completeCheckout"] = async (checkoutId) => {
    const { orderId } = this.checkout(checkoutId);
    const found = await this.capture("completeCheckout", checkoutId);
    this.world.hear({ call: "retrieveCheckout", orderId, found });
    return found;
  };

  /** There is no search for orders, and nobody was sent to one whose answer never came. */
  override findCheckouts: Gateway["findCheckouts"] = async (orderId) => {
    this.world.hear({ call: "findCheckouts", orderId, found: [] });
    return [];
  };

  /** Nothing can be closed; what Stoa lets go of is over, because nobody takes its money. */
  override expireCheckout: Gateway["expireCheckout"] = async (checkoutId) => {
    const { orderId } = this.checkout(checkoutId);
    const told = { call: "expireCheckout", orderId } as const;
    try {
      const checkout = await this.capture("expireCheckout", checkoutId);
      const found = checkout.status === "open" ? { ...checkout, status: "expired" as const } : checkout;
      this.world.hear({ ...told, found, failed: false });
      return found;
    } catch (error) {
      this.world.hear({ ...told, found: null, failed: true });
      throw error;
    }
  };

  /** A batch is only taken in; what becomes of it is asked for. */
  protected override answerToSending(payout: PayoutSnapshot): PayoutSnapshot {
    return { ...payout, status: "pending", fee: null };
  }

  private capture(call: string, checkoutId: string) {
    return this.read(call, () => {
      this.books.capture(this.checkout(checkoutId));
      return this.books.snapshotOf(this.checkout(checkoutId));
    });
  }
}
