import { isAlive, send } from "./processes.ts";
import { Restarts } from "./restarts.ts";

const LOOK_EVERY_MS = 1_000;

/** A server that was started or adopted. */
export interface Server {
  pid: number;
  stop(): Promise<void>;
}

/** Postgres or Redis as long as Stoa runs: its death is said and it is started again at the same address. */
export class WatchedServer {
  readonly #name: string;
  readonly #killSignal: NodeJS.Signals;
  readonly #reopen: () => Promise<Server>;
  readonly #restarts = new Restarts();
  #server: Server;
  #restarting: Promise<void> = Promise.resolve();
  #looking: NodeJS.Timeout | undefined;

  constructor(name: string, server: Server, killSignal: NodeJS.Signals, reopen: () => Promise<Server>) {
    this.#name = name;
    this.#server = server;
    this.#killSignal = killSignal;
    this.#reopen = reopen;
  }

  watch(say: (sentence: string) => void, afterMs = LOOK_EVERY_MS): void {
    this.#looking = setTimeout(async () => {
      if (!isAlive(this.#server.pid)) {
        this.#restarting = this.#restart(say);
        await this.#restarting;
      }
      if (this.#looking === undefined) return;
      const runs = isAlive(this.#server.pid);
      this.watch(say, runs ? LOOK_EVERY_MS : this.#restarts.nextPauseMs());
    }, afterMs);
  }

  async stop(): Promise<void> {
    this.#unwatch();
    // A server that is just coming up again is to be stopped as well.
    await this.#restarting;
    await this.#server.stop();
  }

  kill(): void {
    this.#unwatch();
    send(this.#server.pid, this.#killSignal);
  }

  #unwatch(): void {
    clearTimeout(this.#looking);
    this.#looking = undefined;
  }

  async #restart(say: (sentence: string) => void): Promise<void> {
    say(`${this.#name} ended and is started again.`);
    try {
      this.#server = await this.#reopen();
      this.#restarts.born();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
}
