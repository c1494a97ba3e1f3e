import { breaches, type Difference, follow } from "./check.ts";
import { Chance } from "./rig/chance.ts";
import { seedProcess } from "./rig/seeded-process.ts";
import { SimulationDatabase, type SimulationServer } from "./rig/simulation-database.ts";
import { setUp } from "./set-up.ts";
import { settleDown } from "./settle.ts";
import { Simulation } from "./simulation.ts";
import type { Done, StepKind } from "./step.ts";
import { STEP_KINDS } from "./steps/index.ts";
import { drawFaultRates } from "./world/faults.ts";

export interface Run {
  seed: number;
  steps: number;
  /** None, when model and database agreed to the end. */
  difference: Difference;
  /** One line a step, when asked for. */
  trace: readonly string[];
}

/** How many steps may pass between two looks. */
interface Watch {
  /** At the picture. Where it has to be said which of several things has happened, it is looked at in any case. */
  picture: number;
  /** At the invariants, which read the whole database. */
  invariants: number;
}

/** To play many; and to find the very step at which one that differs in the end begins to differ. */
const NOW_AND_THEN: Watch = { picture: 6, invariants: 100 };
const CLOSELY: Watch = { picture: 1, invariants: 10 };
/** Tries to find a step that has something to happen to. */
const TRIES = 40;

/** Databases of this process, so that each has a name of its own. */
let made = 0;

/** Plays one seed after another on one database. */
export class Player {
  private readonly server: SimulationServer;
  private database: SimulationDatabase | null = null;

  constructor(server: SimulationServer) {
    this.server = server;
  }

  /**
   * Looks now and then, because looking takes as long as playing. A seed that differs is played again, and watched closely, which
   * gives the step.
   */
  async play(seed: number, steps: number): Promise<Run> {
    const run = await this.watch(seed, steps, NOW_AND_THEN);
    if (run.difference.length === 0) return run;
    const again = await this.watch(seed, steps, CLOSELY);
    return again.difference.length > 0 ? again : run;
  }

  /** What a run that ended badly may have left under way must not meet the next one, which gets a database of its own. */
  private async watch(seed: number, steps: number, watch: Watch): Promise<Run> {
    this.database ??= await SimulationDatabase.create(this.server, this.newName());
    await this.database.reset();
    const run = await runSeed(this.database, { seed, steps, watch });
    if (run.difference.length > 0) await this.close();
    return run;
  }

  async close(): Promise<void> {
    await this.database?.drop();
    this.database = null;
  }

  private newName(): string {
    made += 1;
    return `${this.server.template}_${process.pid}_${made}`;
  }
}

interface RunOptions {
  seed: number;
  steps: number;
  watch: Watch;
}

/** Plays one seed from an empty shop to its rest. The same seed, steps and code always end in the same way. */
async function runSeed(database: SimulationDatabase, { seed, steps, watch }: RunOptions): Promise<Run> {
  const chance = new Chance(`stoa ${seed}`);
  const simulation = new Simulation(chance.fork("steps"), database);
  const restore = seedProcess(chance.fork("process"), simulation.clock);
  const trace: string[] = [];
  const play = { simulation, trace, kinds: drawKinds(simulation.chance), watch };
  simulation.lookEvery = watch.picture;
  try {
    await setUp(simulation);
    for (const faults of Object.values(simulation.faults)) faults.rates = drawFaultRates(simulation.chance);
    let difference: Difference = [];
    for (let step = 1; step <= steps && difference.length === 0; step++) difference = await playStep(play, step);
    if (difference.length === 0) difference = await settleDown(simulation, (line) => trace.push(`after  ${line}`));
    if (difference.length === 0) difference = await breaches(simulation);
    return { seed, steps, difference, trace };
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, steps, difference: [`no rule says this: ${stack}`], trace };
  } finally {
    restore();
  }
}

interface Play {
  simulation: Simulation;
  trace: string[];
  kinds: readonly StepKind[];
  watch: Watch;
}

async function playStep({ simulation, trace, kinds, watch }: Play, step: number): Promise<Difference> {
  const { chance, clock, gate } = simulation;
  await clock.advance(chance.between(1, 40));
  simulation.heard.length = 0;
  if (chance.happens(CRASHES)) gate.crashAfter(chance.below(30));
  const done = await anyStep(simulation, kinds);
  const at = clock.now().toISOString().slice(5, 23);
  const difference = done.wrong ? [`${done.told}: ${done.wrong}`] : await follow(simulation, done);
  gate.revive();
  trace.push(`${String(step).padStart(4)}  ${at}  ${done.told}`);
  if (difference.length > 0 || step % watch.invariants > 0) return difference;
  return breaches(simulation);
}

/** How often the process that does a step dies on the way. */
const CRASHES = 0.04;

async function anyStep(simulation: Simulation, kinds: readonly StepKind[]): Promise<Done> {
  for (let tries = 0; tries < TRIES; tries++) {
    const kind = simulation.chance.weighted(kinds, (each) => each.weight);
    const done = await kind.run(simulation).catch((error: unknown) => {
      if (simulation.gate.dead) return { told: `${kind.name}: the process dies`, effects: [], partial: true };
      throw error;
    });
    if (done !== null) return done;
  }
  return { told: "nothing can happen", effects: [] };
}

/** Swarm testing: each seed leaves some kinds out and does others more often, so that rare ones meet. */
function drawKinds(chance: Chance): StepKind[] {
  return STEP_KINDS.flatMap((kind) => {
    if (!ALWAYS.includes(kind.name) && chance.happens(0.25)) return [];
    return [{ ...kind, weight: kind.weight * chance.pick([0.5, 1, 1, 2]) }];
  });
}

/** Without these nothing would happen at all. */
const ALWAYS = ["start", "pay", "run a job", "time passes"];
