import { type System, startSystem } from "./rig/system.ts";
import type { Result, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/index.ts";

export interface Plan {
  readonly seed: string;
  readonly scale: number;
  /** Numbers of promises; all when there are none. */
  readonly only: readonly number[];
}

export interface Played extends Result {
  readonly scenario: Scenario;
  readonly seconds: number;
}

/** Plays each bad day on a system of its own, one after the other, and tells of each as it ends. */
export async function simulateFaults(plan: Plan, tell: (played: Played) => void): Promise<void> {
  const chosen = SCENARIOS.filter(({ promise }) => plan.only.length === 0 || plan.only.includes(promise));
  for (const scenario of chosen) {
    const system = await startSystem(`${plan.seed}:${scenario.name}`);
    try {
      tell(await play(scenario, system, plan.scale));
    } finally {
      await system.stop();
    }
  }
}

/** Plays one on a system that may have played others before: whatever still runs is ended first. */
export async function play(scenario: Scenario, system: System, scale: number): Promise<Played> {
  const started = performance.now();
  try {
    const result = await scenario.run(system, scale);
    return { scenario, ...result, seconds: Math.round((performance.now() - started) / 1_000) };
  } finally {
    await system.calm();
  }
}
