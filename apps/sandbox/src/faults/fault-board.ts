import type { Books } from "../books/open-books.ts";
import type { Fault, FaultKind, FaultTarget } from "./faults.ts";

export const FAULT_TABLES = new URL("./tables.sql", import.meta.url);

/** The switched-on faults. Read from memory at each call, kept in the books so that they survive a restart. */
export class FaultBoard {
  private readonly books: Books;
  private readonly random: () => number;
  private switchedOn: Fault[] = [];

  private constructor(books: Books, random: () => number) {
    this.books = books;
    this.random = random;
  }

  /** The board as it was when the sandbox stopped. `random` gives 0 ≤ x < 1. */
  static async open(books: Books, random: () => number = Math.random): Promise<FaultBoard> {
    const board = new FaultBoard(books, random);
    board.switchedOn = await books<Fault[]>`SELECT target, kind, rate, delay_ms AS "delayMs" FROM faults.fault`;
    return board;
  }

  list(): readonly Fault[] {
    return this.switchedOn;
  }

  /** Throws the dice for one kind: the fault if it is on and strikes this time. */
  strikes(target: FaultTarget, kind: FaultKind): Fault | null {
    const fault = this.switchedOn.find((candidate) => candidate.target === target && candidate.kind === kind);
    return fault !== undefined && this.random() < fault.rate ? fault : null;
  }

  async switchOn(fault: Fault): Promise<void> {
    await this.books`
      INSERT INTO faults.fault (target, kind, rate, delay_ms)
      VALUES (${fault.target}, ${fault.kind}, ${fault.rate}, ${fault.delayMs})
      ON CONFLICT (target, kind) DO UPDATE SET rate = excluded.rate, delay_ms = excluded.delay_ms`;
    const others = this.switchedOn.filter((other) => other.target !== fault.target || other.kind !== fault.kind);
    this.switchedOn = [...others, fault];
  }

  async switchAllOff(): Promise<void> {
    await this.books`DELETE FROM faults.fault`;
    this.switchedOn = [];
  }
}
