import type { PayoutSnapshot, Payouts } from "@stoa/payments";
import { ScriptedGateway } from "./scripted-gateway.ts";

/** A gateway that also sends money to those who are owed it. */
export class PayingGateway extends ScriptedGateway implements Payouts {
  /** Asked at a desk, before anything is written: it answers always. */
  payoutDestination: Payouts["payoutDestination"] = async (destination) => destination;

  /** Once per key; whoever asks again after a lost answer is told what came of it, and is not refused any more. */
  sendPayout: Payouts["sendPayout"] = async ({ payoutKey, amount }) => {
    this.world.hear({ call: "askForPayout", payoutKey });
    const onRefusal = () => this.world.hear({ call: "sendPayout", payoutKey, found: null });
    const found = await this.serve("sendPayout", this.books.payouts.named(payoutKey) ? null : onRefusal, () =>
      this.answerToSending(this.books.payouts.send(payoutKey, amount)),
    );
    this.world.hear({ call: "sendPayout", payoutKey, found });
    return found;
  };

  retrievePayout: Payouts["retrievePayout"] = async (payoutId) => {
    const found = await this.read("retrievePayout", () => {
      const payout = this.books.payouts.all.get(payoutId);
      if (!payout) throw new Error(`nobody was paid ${payoutId}`);
      return { ...payout };
    });
    this.world.hear({ call: "retrievePayout", found });
    return found;
  };

  /** What is told at once; the rest is told later, or asked for. */
  protected answerToSending(payout: PayoutSnapshot): PayoutSnapshot {
    return { ...payout };
  }
}
