import { availableParallelism } from "node:os";
import { MINUTE_MS } from "@stoa/kit";
import type { Run } from "../../tooling/simulator/run-seed.ts";
import { replay, simulate as simulateSeeds } from "../../tooling/simulator/simulate.ts";
import { AlreadyReported, type Command, type CommandInput, WrongUsage } from "../command.ts";
import { playFaults } from "../simulate/play-faults.ts";
import { colour, duration } from "../terminal.ts";

const SEEDS = 50;
const STEPS = 200;
/** Steps shown before a difference. */
const LAST_STEPS = 12;
const DIFFERENCES_SHOWN = 20;

export const simulate: Command = {
  name: "simulate",
  summary: "Plays the shop against a plain model of it, with a world that lies; fails on any difference.",
  options: {
    seeds: { type: "string", value: "N", help: `How many seeds to play, ${SEEDS} unless told.` },
    from: { type: "string", value: "SEED", help: "The first of them, 1 unless told." },
    minutes: { type: "string", value: "N", help: "Takes no new seed after so long." },
    steps: { type: "string", value: "M", help: `Steps of each, ${STEPS} unless told.` },
    seed: { type: "string", value: "SEED", help: "Plays this one seed again and shows every step." },
    jobs: { type: "string", value: "N", help: "Processes at once, one a core unless told." },
    faults: { type: "boolean", help: "Instead: real processes, killed, frozen and cut off." },
    scale: { type: "string", value: "N", help: "With --faults: the share of the promised numbers, 0.01 unless told." },
    promise: { type: "string", value: "N,N", help: "With --faults: only these promises of docs/reliability.md." },
  },
  run: async ({ options }) => {
    if (options.faults === true) return playFaults(options);
    const steps = whole(options, "steps", STEPS);
    if (options.seed !== undefined) return replayOne(whole(options, "seed", 1), steps);
    const minutes = options.minutes === undefined ? undefined : whole(options, "minutes", 1);
    const plan = {
      ...(minutes === undefined ? {} : { withinMs: minutes * MINUTE_MS }),
      from: whole(options, "from", 1),
      seeds: whole(options, "seeds", SEEDS),
      steps,
      jobs: whole(options, "jobs", availableParallelism()),
    };
    const started = performance.now();
    const failed: number[] = [];
    let played = 0;
    await simulateSeeds(plan, (run) => {
      played += 1;
      if (run.difference.length > 0) {
        failed.push(run.seed);
        console.log(reportOf(run));
      }
      if (played % 50 === 0) console.log(colour("dim", `${played} seeds, ${failed.length} with a difference`));
    });
    const ms = performance.now() - started;
    const perMinute = Math.round((played / ms) * 60_000);
    console.log(
      `${played} seeds from ${plan.from} on, ${steps} steps each, in ${duration(ms)}, ${perMinute} a minute: ${failed.length} with a difference`,
    );
    if (failed.length > 0) throw new AlreadyReported();
  },
};

async function replayOne(seed: number, steps: number): Promise<void> {
  const { difference, trace } = await replay(seed, steps);
  for (const line of trace) console.log(line);
  if (difference.length === 0) {
    console.log(`\nSeed ${seed}: model and database agree after ${steps} steps and at rest.`);
    return;
  }
  console.log(`\n${colour("red", `Seed ${seed} differs after the last step:`)}`);
  for (const line of difference) console.log(`  ${line}`);
  throw new AlreadyReported();
}

function reportOf({ seed, steps, difference, trace }: Run): string {
  return [
    "",
    colour("red", `Seed ${seed} differs after`),
    ...trace.slice(-LAST_STEPS).map((line) => `  ${line}`),
    ...difference.slice(0, DIFFERENCES_SHOWN).map((line) => colour("red", `  ${line}`)),
    `  Again: npm run stoa -- simulate --seed ${seed} --steps ${steps}`,
  ].join("\n");
}

function whole(options: CommandInput["options"], name: string, otherwise: number): number {
  const value = Number(options[name] ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 1) throw new WrongUsage(`--${name} takes a whole number from 1.`);
  return value;
}
