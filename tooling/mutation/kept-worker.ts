import {
  ForksPoolWorker,
  type PoolOptions,
  type PoolWorker,
  type TestProject,
  type Vitest,
  type WorkerRequest,
} from "vitest/node";

type Listener = Parameters<PoolWorker["on"]>[1];
type StartRequest = Extract<WorkerRequest, { type: "start" }>;

/** The process of all workers of a project, while it lives. */
class KeptProcess {
  running: ForksPoolWorker | undefined;
  /** A process is told once that it starts. */
  isTold = false;

  async start(options: PoolOptions): Promise<void> {
    if (this.running) return;
    const started = new ForksPoolWorker(options);
    await started.start();
    started.on("exit", () => {
      if (this.running === started) this.running = undefined;
    });
    this.running = started;
    this.isTold = false;
  }

  async end(): Promise<void> {
    const ended = this.running;
    this.running = undefined;
    await ended?.stop();
  }
}

/**
 * A vitest worker whose process outlives it. Stryker makes one run a fault, and most of a run is the start of a process and
 * the import of modules, which no fault changes: faults are chosen while the tests run. Module state lives on as well.
 */
export class KeptWorker implements PoolWorker {
  readonly name = "kept";
  readonly cacheFs = true;
  private readonly kept: KeptProcess;
  private readonly options: PoolOptions;
  private readonly listeners: [event: string, listener: Listener][] = [];
  private config: StartRequest["context"]["config"] | undefined;
  private wasAskedToStop = false;

  constructor(kept: KeptProcess, options: PoolOptions) {
    this.kept = kept;
    this.options = options;
  }

  start(): Promise<void> {
    return this.kept.start(this.options);
  }

  /** The process stays when this worker was asked to stop; one that is stopped unasked may still be at work, and goes. */
  async stop(): Promise<void> {
    for (const [event, listener] of this.listeners) this.kept.running?.off(event, listener);
    this.listeners.length = 0;
    if (!this.wasAskedToStop) await this.kept.end();
  }

  /** What a start would have told the process, the request to run tells it. Files of one process share their modules. */
  send(request: WorkerRequest): void {
    if (request.type === "stop") {
      this.wasAskedToStop = true;
      this.answer("stopped");
      return;
    }
    if (request.type === "start") {
      this.config = { ...request.context.config, isolate: false };
      if (this.kept.isTold) {
        this.answer("started");
        return;
      }
      this.kept.isTold = true;
    }
    if (request.type === "run") Object.assign(request.context, { config: this.config });
    this.kept.running?.send(request);
  }

  on(event: string, listener: Listener): void {
    this.listeners.push([event, listener]);
    this.kept.running?.on(event, listener);
  }

  off(event: string, listener: Listener): void {
    this.kept.running?.off(event, listener);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  /** In the place of the process, which is not asked. */
  private answer(type: "started" | "stopped"): void {
    const response = { type, __vitest_worker_response__: true };
    queueMicrotask(() => {
      for (const [event, listener] of this.listeners) if (event === "message") listener(response);
    });
  }
}

/**
 * A plugin for vitest's config: all tests of a project run in one process that stays. To vitest each file has a worker of
 * its own, so that after a failure the files that are left are not even read.
 */
export function keepWorker() {
  return {
    name: "keep-worker",
    configureVitest({ vitest, project }: { vitest: Vitest; project: TestProject }) {
      const kept = new KeptProcess();
      vitest.onClose(() => kept.end());
      const createPoolWorker = (options: PoolOptions) => new KeptWorker(kept, options);
      const poolRunner = { name: "kept", createPoolWorker };
      Object.assign(project.config, { isolate: true, pool: poolRunner.name, poolRunner });
    },
  };
}
