import type { GatewayFact } from "@stoa/payments";

/** Something the gateway tells of. It keeps sending until it is answered, or gives up; then it can be asked for. */
export interface GatewayEvent {
  id: string;
  type: string;
  at: Date;
  fact: GatewayFact;
  delivered: boolean;
  /** Deliveries under way, the network's copies included; each is made or lost by a step of its own. */
  underway: number;
}

/** The names that a gateway gives, and what it tells of. */
export class GatewayLog {
  readonly events: GatewayEvent[] = [];
  readonly name: string;
  readonly now: () => Date;
  private lastNumber = 0;

  constructor(name: string, now: () => Date) {
    this.name = name;
    this.now = now;
  }

  newId(prefix: string): string {
    this.lastNumber += 1;
    return `${prefix}_${this.name}_${this.lastNumber}`;
  }

  tell(fact: GatewayFact): void {
    const event = { id: this.newId("ev"), type: fact.kind, at: this.now(), delivered: false, underway: 1 };
    this.events.push({ ...event, fact: structuredClone(fact) });
  }
}
