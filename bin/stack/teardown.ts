/** What has been started, to be stopped in the opposite order. */
export class Teardown {
  readonly #parts: { name: string; stop(): Promise<void>; kill(): void }[] = [];

  add(name: string, stop: () => Promise<void>, kill: () => void): void {
    this.#parts.push({ name, stop, kill });
  }

  /** Stops everything, the last started first. A part that fails to stop does not keep the others running. */
  async run(say: (sentence: string) => void): Promise<void> {
    for (let part = this.#parts.at(-1); part !== undefined; part = this.#parts.at(-1)) {
      try {
        await part.stop();
      } catch (error) {
        say(`${part.name} could not be stopped: ${error instanceof Error ? error.message : String(error)}`);
      }
      // Only now: a second request to stop must still find the part that is slow to end.
      this.#parts.pop();
    }
  }

  /** Ends everything at once, without waiting. */
  kill(): void {
    for (const part of this.#parts.toReversed()) part.kill();
  }
}
