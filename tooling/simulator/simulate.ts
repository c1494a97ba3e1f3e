import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type SimulationServer, startSimulationServer } from "./rig/simulation-database.ts";
import { Player, type Run } from "./run-seed.ts";

export interface Plan {
  /** The first seed; the others follow it. */
  from: number;
  seeds: number;
  steps: number;
  /** Processes at work at once. */
  jobs: number;
  /** Takes no new seed after so long. */
  withinMs?: number;
  /** SQL for the database of every run: a fault that the simulator has to find. */
  sabotage?: string;
}

/** What a worker process is asked, and answers with a `Run`. */
export interface Order {
  server: SimulationServer;
  seed: number;
  steps: number;
}

/**
 * Plays many seeds on one Postgres, several at once, and tells of each as it ends, which is not in the order of the seeds.
 * Told to stop, it ends those under way.
 */
export async function simulate(plan: Plan, onRun: (run: Run) => void): Promise<void> {
  const { server, stop: stopServer } = await startSimulationServer(plan.sabotage);
  const until = performance.now() + (plan.withinMs ?? Number.POSITIVE_INFINITY);
  let next = plan.from;
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const work = async () => {
    const worker = fork(join(import.meta.dirname, "simulation-worker.ts"), {
      execArgv: [...process.execArgv, ...ROOMY],
    });
    try {
      while (!stopped && performance.now() < until && next < plan.from + plan.seeds) {
        const seed = next;
        next += 1;
        onRun(await playedBy(worker, { server, seed, steps: plan.steps }));
      }
    } finally {
      worker.kill();
    }
  };
  try {
    await Promise.all(Array.from({ length: plan.jobs }, work));
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await stopServer();
  }
}

/** What a step makes is soon forgotten, and never needs to be moved where old objects are kept. */
const ROOMY = ["--max-semi-space-size=64"];

function playedBy(worker: ChildProcess, order: Order): Promise<Run> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`the process that played seed ${order.seed} ended`));
    worker.once("exit", onExit).once("message", (run: Run) => {
      worker.off("exit", onExit);
      resolve(run);
    });
    worker.send(order);
  });
}

/** Plays one seed in this process. */
export async function replay(seed: number, steps: number, sabotage?: string): Promise<Run> {
  const { server, stop } = await startSimulationServer(sabotage);
  const player = new Player(server);
  try {
    return await player.play(seed, steps);
  } finally {
    await player.close();
    await stop();
  }
}
