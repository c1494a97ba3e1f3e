import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Environment } from "../env.ts";
import type { App } from "./apps.ts";
import { stopProcess } from "./processes.ts";
import { Restarts } from "./restarts.ts";
import type { RunFile } from "./run-file.ts";

export interface AppInput {
  app: App;
  root: string;
  env: Environment;
  runFile: RunFile;
  print(line: string): void;
  /** Tells the person something about the app in one sentence. */
  say(sentence: string): void;
}

/** An app that runs: its death is said, and it is started again, each time after a longer pause. */
export class SupervisedApp {
  readonly #input: AppInput;
  readonly #restarts = new Restarts();
  #child: ChildProcess;
  #pause: NodeJS.Timeout | undefined;
  /** While starting, a death is the start's failure to report; while stopping it is what was asked for. */
  #state: "starting" | "watched" | "stopping" = "starting";

  constructor(input: AppInput) {
    this.#input = input;
    this.#child = this.#spawn();
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** From now on a death is said and answered with a restart. */
  watch(): void {
    this.#state = "watched";
  }

  /** Asks the app to finish and waits as long as its kind may take, then kills it. */
  async stop(): Promise<void> {
    this.#state = "stopping";
    clearTimeout(this.#pause);
    const { pid } = this.#child;
    if (pid === undefined || !this.runs) return;
    await stopProcess(pid, [
      { signal: "SIGTERM", withinMs: this.#input.app.stopWithinMs },
      { signal: "SIGKILL", withinMs: 2_000 },
    ]);
  }

  kill(): void {
    this.#state = "stopping";
    this.#child.kill("SIGKILL");
  }

  #spawn(): ChildProcess {
    const { app, root, env, runFile, print } = this.#input;
    const child = spawn(process.execPath, ["src/main.ts"], {
      cwd: join(root, app.folder),
      env: { ...env, NODE_ENV: "production" },
      // Of its own process group: Ctrl-C reaches the launcher alone, which stops the apps in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", print);
    child.on("error", (error) => print(`could not be started: ${error.message}`));
    child.on("exit", (code, signal) => this.#exited(code, signal));
    if (child.pid !== undefined) runFile.add(app.name, child.pid);
    this.#restarts.born();
    return child;
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    const { app, runFile, say } = this.#input;
    runFile.remove(app.name);
    if (this.#state !== "watched") return;
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const pauseMs = this.#restarts.nextPauseMs();
    say(`${app.name} ended ${how}; it is started again in ${pauseMs / 1_000} s.`);
    this.#pause = setTimeout(() => {
      this.#child = this.#spawn();
    }, pauseMs);
  }
}
