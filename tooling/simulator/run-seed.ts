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

/** The invariants read the whole database, so they are asked only now and then. */
const INVARIANTS_EVERY = 50;
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

  /** What a run that ended badly may have left under way must not meet the next one, which gets a database of its own. */
  async play(seed: number, steps: number): Promise<Run> {
    this.database ??= await SimulationDatabase.create(this.server, this.newName());
    await this.database.reset();
    const run = await runSeed(this.database, seed, steps);
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

/** Plays one seed from an empty shop to its rest. The same seed, steps and code always end in the same way. */
async function runSeed(database: SimulationDatabase, seed: number, steps: number): Promise<Run> {
  const chance = new Chance(`stoa ${seed}`);
  const simulation = new Simulation(chance.fork("steps"), database);
  const restore = seedProcess(chance.fork("process"), simulation.clock);
  const trace: string[] = [];
  const play = { simulation, trace, kinds: drawKinds(simulation.chance) };
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
}

async function playStep({ simulation, trace, kinds }: Play, step: number): Promise<Difference> {
  const { chance, clock, gate } = simulation;
  await clock.advance(chance.between(1, 40));
  simulation.heard.length = 0;
  if (chance.happens(CRASHES)) gate.crashAfter(chance.below(30));
  const done = await anyStep(simulation, kinds);
  const at = clock.now().toISOString().slice(5, 23);
  const difference = done.wrong ? [`${done.told}: ${done.wrong}`] : await follow(simulation, done);
  gate.revive();
  trace.push(`${String(step).padStart(4)}  ${at}  ${done.told}`);
  if (difference.length > 0 || step % INVARIANTS_EVERY > 0) return difference;
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
