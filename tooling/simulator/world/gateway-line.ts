import type { Clock } from "@stoa/kit";
import {
  type CallFailure,
  type GatewayName,
  GatewayOutcomeUnknown,
  GatewayRefused,
  GatewayUnavailable,
} from "@stoa/payments";
import type { Gate } from "../rig/gate.ts";
import type { Faults } from "./faults.ts";
import type { GatewayBooks } from "./gateway-books.ts";
import type { Heard } from "./heard.ts";

export interface GatewayWorld {
  clock: Clock;
  gate: Gate;
  faults: Faults;
  hear(heard: Heard): void;
}

/** The network between Stoa and a gateway, which loses calls and answers. */
export abstract class GatewayLine {
  readonly name: GatewayName;
  abstract readonly books: GatewayBooks;
  protected readonly world: GatewayWorld;

  constructor(name: GatewayName, world: GatewayWorld) {
    this.name = name;
    this.world = world;
  }

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

  protected failure(call: string, reason: string): CallFailure {
    return { gateway: this.name, call, reason, explanation: `simulated: ${reason}` };
  }
}
