import type { Chance } from "../rig/chance.ts";

/** What may go wrong with a call to somebody else, and how often; a run picks its own rates. */
export interface FaultRates {
  /** The call never arrives: definitely not done. */
  unreachable: number;
  /** It arrives and is done, and the answer is lost. */
  answerLost: number;
  /** It does not arrive, and the caller cannot know that. */
  requestLost: number;
  /** A definite no. */
  refused: number;
}

export const NO_FAULTS: FaultRates = { unreachable: 0, answerLost: 0, requestLost: 0, refused: 0 };

export type Fate = "served" | keyof FaultRates;

/** Decides the fate of each call to one of the world's services. */
export class Faults {
  rates: FaultRates = NO_FAULTS;
  private readonly chance: Chance;

  constructor(chance: Chance) {
    this.chance = chance;
  }

  fate(): Fate {
    const { unreachable, answerLost, requestLost, refused } = this.rates;
    let left = this.chance.next();
    for (const [fate, rate] of Object.entries({ unreachable, answerLost, requestLost, refused })) {
      left -= rate;
      if (left < 0) return fate as Fate;
    }
    return "served";
  }
}

/** Rates for a run: some services work, some are shaky, and now and then one is hardly ever there. */
export function drawFaultRates(chance: Chance): FaultRates {
  if (chance.happens(0.4)) return NO_FAULTS;
  const scale = chance.pick([0.05, 0.15, 0.4]);
  const rate = () => (chance.happens(0.5) ? scale * chance.next() : 0);
  return { unreachable: rate(), answerLost: rate(), requestLost: rate(), refused: rate() * 0.3 };
}
