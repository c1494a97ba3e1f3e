import { type AccountAddress, declarationOf } from "../chart.ts";

/** What the ledger must agree with: the same books as four numbers an account, in memory, one after another. */
export class PlainBooks {
  private readonly totals = new Map<
    string,
    { debits: number; credits: number; heldDebits: number; heldCredits: number }
  >();

  /** Whether every guarded account would stay at or above zero; only then are the moves made. */
  move(moves: readonly PlainMove[]): boolean {
    for (const move of moves) this.apply(move, 1);
    if ([...this.totals.keys()].every((key) => this.isAllowed(key))) return true;
    for (const move of moves) this.apply(move, -1);
    return false;
  }

  available(address: AccountAddress, currency: string): number {
    const { debits, credits, heldDebits, heldCredits } = this.of(`${address} ${currency}`);
    return declarationOf(address).normalSide === "debit"
      ? debits - credits - heldCredits
      : credits - debits - heldDebits;
  }

  /** Every account that was ever touched. */
  accounts(): { address: AccountAddress; currency: string }[] {
    return [...this.totals.keys()].map((key) => {
      const [address = "", currency = ""] = key.split(" ");
      return { address: address as AccountAddress, currency };
    });
  }

  private apply({ debit, credit, currency, posted, held }: PlainMove, sign: 1 | -1): void {
    const from = this.of(`${debit} ${currency}`);
    const to = this.of(`${credit} ${currency}`);
    from.debits += sign * posted;
    from.heldDebits += sign * held;
    to.credits += sign * posted;
    to.heldCredits += sign * held;
  }

  private isAllowed(key: string): boolean {
    const [address = "", currency = ""] = key.split(" ");
    return !declarationOf(address).nonNegative || this.available(address as AccountAddress, currency) >= 0;
  }

  private of(key: string) {
    const found = this.totals.get(key) ?? { debits: 0, credits: 0, heldDebits: 0, heldCredits: 0 };
    this.totals.set(key, found);
    return found;
  }
}

export interface PlainMove {
  debit: AccountAddress;
  credit: AccountAddress;
  currency: string;
  posted: number;
  held: number;
}
