/** What counts as enough: so long, so many. */
export interface Goal {
  readonly ms: number;
  readonly transfers: number;
  readonly reads: number;
}

/** What has happened so far, and whether it is enough. */
export class BankDay {
  readonly acknowledged: string[] = [];
  readonly begun = performance.now();
  transfers = 0;
  refused = 0;
  reads = 0;
  wrong = 0;
  private readonly goal: Goal;
  private faulty = true;
  private ended = false;

  constructor(goal: Goal) {
    this.goal = goal;
  }

  noMoreFaults(): void {
    this.faulty = false;
  }

  /** Sends everybody home, whatever is left to do. */
  end(): void {
    this.ended = true;
  }

  readonly seconds = () => Math.round((performance.now() - this.begun) / 1_000);

  get over(): boolean {
    const { ms, transfers, reads } = this.goal;
    const enough = this.transfers >= transfers && this.reads >= reads && performance.now() - this.begun >= ms;
    return this.ended || (enough && !this.faulty);
  }
}
