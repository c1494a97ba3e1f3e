import { isAlive, send } from "./processes.ts";

const LOOK_EVERY_MS = 1_000;
const RESTARTS_MAX = 5;
/** Living longer than this forgives a server its past. */
const FORGIVEN_AFTER_MS = 60_000;

/** A server that was started or adopted. */
export interface Server {
  pid: number;
  stop(): Promise<void>;
}

/** Postgres or Redis as long as Stoa runs: its death is said and it is started again at the same address, a few times. */
export class WatchedServer {
  readonly #name: string;
  readonly #killSignal: NodeJS.Signals;
  readonly #reopen: () => Promise<Server>;
  #server: Server;
  #restarts = 0;
  #openedAt = performance.now();
  #restarting: Promise<void> = Promise.resolve();
  #looking: NodeJS.Timeout | undefined;

  constructor(name: string, server: Server, killSignal: NodeJS.Signals, reopen: () => Promise<Server>) {
    this.#name = name;
    this.#server = server;
    this.#killSignal = killSignal;
    this.#reopen = reopen;
  }

  watch(say: (sentence: string) => void): void {
    this.#looking = setTimeout(async () => {
      if (!isAlive(this.#server.pid)) {
        this.#restarting = this.#restart(say);
        await this.#restarting;
      }
      if (this.#looking !== undefined && this.#restarts <= RESTARTS_MAX) this.watch(say);
    }, LOOK_EVERY_MS);
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
    if (performance.now() - this.#openedAt > FORGIVEN_AFTER_MS) this.#restarts = 0;
    this.#openedAt = performance.now();
    this.#restarts += 1;
    if (this.#restarts > RESTARTS_MAX)
      return say(`${this.#name} ended again and stays down after ${RESTARTS_MAX} restarts.`);
    say(`${this.#name} ended; restart ${this.#restarts} of ${RESTARTS_MAX}.`);
    try {
      this.#server = await this.#reopen();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
}
