const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Living longer than this forgives a process its past. */
const FORGIVEN_AFTER_MS = 60_000;

/**
 * When a process that ended is started again: soon at first, then after ever longer pauses, without end, for what keeps it
 * down (a full disk, a database that is away) may pass by itself.
 */
export class Restarts {
  readonly #now: () => number;
  #pauseMs = FIRST_PAUSE_MS;
  #bornAt: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#bornAt = now();
  }

  /** To be told at each start. */
  born(): void {
    this.#bornAt = this.#now();
  }

  /** How long to wait before the next start. */
  nextPauseMs(): number {
    if (this.#now() - this.#bornAt > FORGIVEN_AFTER_MS) this.#pauseMs = FIRST_PAUSE_MS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    return pauseMs;
  }
}
