import { breachesOf, countOutcome } from "./rig/books.ts";
import type { Market } from "./rig/buyers.ts";
import { namesOfOpen, settle } from "./rig/settle.ts";
import type { System } from "./rig/system.ts";
import { type Figures, type Result, unmet } from "./scenario.ts";

/** How soon all must be at rest, at full numbers on a machine that does nothing else. */
const SETTLE_WITHIN_S = 60;

/**
 * The end of every scenario: the faults are over, everything comes to rest, and each order led to what it should, once.
 * The time to settle is promised at full numbers only, because small runs share their machine.
 */
export async function afterTheFaults(
  system: System,
  market: Market,
  expected: { orders: number; scale: number; more?: Figures; conditions?: Readonly<Record<string, boolean>> },
): Promise<Result> {
  const { seconds, open } = await settle(system);
  const { orders, leftBehind, lost, doubled, mailsAgain } = await countOutcome(system, market);
  const breaches = await breachesOf(system.url);
  return {
    figures: {
      orders,
      ...expected.more,
      leftBehind,
      lost,
      doubled,
      mailsAgain,
      open,
      breaches: breaches.length,
      settleSeconds: seconds,
    },
    broken: [
      ...unmet({
        [`all ${expected.orders} orders are paid`]: orders === expected.orders,
        "no order is left behind unpaid": leftBehind === 0,
        "none is lost": lost === 0,
        "none is doubled": doubled === 0,
        [`nothing is left open: ${open === 0 ? "" : await namesOfOpen(system)}`]: open === 0,
        [`at rest within ${SETTLE_WITHIN_S} s`]: expected.scale < 1 || seconds <= SETTLE_WITHIN_S,
        ...expected.conditions,
      }),
      ...breaches,
    ],
  };
}
