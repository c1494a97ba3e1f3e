import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { DOMAINS } from "../domains.ts";
import { KINDS } from "../kinds/index.ts";
import { outside, type StepKind } from "../step.ts";
import { AT_ONCE_STEPS } from "./at-once.ts";
import { BUYER_STEPS } from "./buyer.ts";
import { GATEWAY_STEPS } from "./gateway.ts";
import { MESSAGE_STEPS } from "./messages.ts";
import { STAFF_STEPS } from "./staff.ts";
import { WORKER_STEPS } from "./worker.ts";

/** What happens to the products of each kind. */
const KIND_STEPS = KINDS.flatMap((kind) => kind.steps);

const TIME_STEPS: readonly StepKind[] = [
  {
    name: "time passes",
    weight: 9,
    run: async ({ chance, clock }) => {
      const unit = chance.weighted([SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, DAY_MS], (ms) =>
        ms === DAY_MS ? 0.3 : 2,
      );
      const ms = chance.between(1, 3) * unit;
      await clock.advance(ms);
      return outside(`${ms / SECOND_MS} s pass`);
    },
  },
];

/** Everything that can happen. A new actor adds its steps here; a product kind brings its own. */
export const STEP_KINDS: readonly StepKind[] = [
  ...BUYER_STEPS,
  ...GATEWAY_STEPS,
  ...MESSAGE_STEPS,
  ...WORKER_STEPS,
  ...STAFF_STEPS,
  ...KIND_STEPS,
  ...DOMAINS.flatMap((domain) => domain.steps),
  ...AT_ONCE_STEPS,
  ...TIME_STEPS,
];
