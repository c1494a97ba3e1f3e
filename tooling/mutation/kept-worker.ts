import { ForksPoolWorker, type PoolOptions, type PoolWorker, type TestProject, type WorkerRequest } from "vitest/node";

type Listener = Parameters<PoolWorker["on"]>[1];
type StartRequest = Extract<WorkerRequest, { type: "start" }>;

/**
 * A vitest worker that outlives a run. Stryker makes one run a fault, and most of a run is the start of a process and the
 * import of modules, which no fault changes: faults are chosen while the tests run. Module state lives on with it.
 */
export class KeptWorker implements PoolWorker {
  readonly name = "kept";
  readonly cacheFs = true;
  private readonly listeners = new Set<Listener>();
  private process: ForksPoolWorker | undefined;
  private config: StartRequest["context"]["config"] | undefined;
  private isResting = false;
  private readonly options: PoolOptions;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    if (this.process) return;
    const started = new ForksPoolWorker(this.options);
    await started.start();
    started.on("exit", () => {
      if (this.process === started) this.process = undefined;
    });
    this.process = started;
    this.config = undefined;
    this.isResting = false;
  }

  /** The process stays when it was asked to stop; one that is stopped unasked may still be at work, and goes. */
  async stop(): Promise<void> {
    for (const listener of this.listeners) this.process?.off("message", listener);
    this.listeners.clear();
    if (this.isResting) return;
    const stopped = this.process;
    this.process = undefined;
    await stopped?.stop();
  }

  /** A process is started once and never asked to stop; what a start would have told it, the run's request tells. */
  send(request: WorkerRequest): void {
    if (request.type === "stop") this.rest();
    else if (request.type === "start" && this.config !== undefined) this.wake(request);
    else {
      if (request.type === "start") this.config = request.context.config;
      if (request.type === "run") Object.assign(request.context, { config: this.config });
      this.process?.send(request);
    }
  }

  on(event: string, listener: Listener): void {
    if (event === "message") this.listeners.add(listener);
    this.process?.on(event, listener);
  }

  off(event: string, listener: Listener): void {
    if (event === "message") this.listeners.delete(listener);
    this.process?.off(event, listener);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  private rest(): void {
    this.isResting = true;
    this.answer("stopped");
  }

  private wake({ context }: StartRequest): void {
    this.isResting = false;
    this.config = context.config;
    this.answer("started");
  }

  /** In the place of the process, which is not asked. */
  private answer(type: "started" | "stopped"): void {
    const response = { type, __vitest_worker_response__: true };
    queueMicrotask(() => {
      for (const listener of this.listeners) listener(response);
    });
  }
}

/** A plugin for vitest's config: all tests of a project run in one process that stays. */
export function keepWorker() {
  return {
    name: "keep-worker",
    configureVitest({ project }: { project: TestProject }) {
      let kept: KeptWorker | undefined;
      Object.assign(project.config, {
        isolate: false,
        pool: "kept",
        poolRunner: {
          name: "kept",
          createPoolWorker: (options: PoolOptions) => {
            kept ??= new KeptWorker(options);
            return kept;
          },
        },
      });
    },
  };
}
