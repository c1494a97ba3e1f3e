import type { Money } from "@stoa/kit";
import type { PayoutSnapshot, PayoutStatus } from "@stoa/payments";
import type { GatewayLog } from "./gateway-log.ts";

/** Money that a gateway sends to those who are owed it. */
export class PayoutBooks {
  readonly all = new Map<string, PayoutSnapshot>();
  private readonly log: GatewayLog;
  private readonly fee: number;

  constructor(log: GatewayLog, fee: number) {
    this.log = log;
    this.fee = fee;
  }

  /** Once a key. Some of it is there at once, and some waits for its payee. */
  send(key: string, amount: Money): PayoutSnapshot {
    const known = this.named(key);
    if (known) return known;
    const status = (["pending", "succeeded", "unclaimed"] as const)[this.all.size % 3] ?? "pending";
    const payout = { payoutId: this.log.newId("po"), payoutKey: key, amount, fee: null, reason: null };
    return this.move({ ...payout, status, occurredAt: this.log.now() }, status);
  }

  /** A fee is taken of what arrives, and kept when it comes back after all. */
  move(payout: PayoutSnapshot, status: PayoutStatus): PayoutSnapshot {
    const { fee: total } = this;
    const fee = status === "succeeded" && total > 0 ? { ...payout.amount, amount: total } : payout.fee;
    const moved = { ...payout, status, fee, occurredAt: this.log.now() };
    this.all.set(payout.payoutId, moved);
    this.log.tell({ kind: "payout_changed", payout: moved });
    return moved;
  }

  named(key: string): PayoutSnapshot | undefined {
    return [...this.all.values()].find((payout) => payout.payoutKey === key);
  }

  arriveAll(): void {
    for (const payout of this.all.values()) if (payout.status === "pending") this.move(payout, "succeeded");
  }
}
