import type { Log } from "@stoa/kit";

export interface Loop {
  /** Does the next step now instead of after its pause. */
  wake(): void;
  /** Waits for the step under way; no other follows. */
  close(): Promise<void>;
}

const PAUSE_AFTER_ERROR_MS = 1_000;

/** Does `step` again and again, pausing as many milliseconds as it answers; after an error, a second. */
export function startLoop(name: string, log: Log, step: () => Promise<number>): Loop {
  let closing = false;
  let woken = false;
  let endPause = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    let failing = false;
    while (!closing) {
      woken = false;
      const ms = await step().then(
        (pauseMs) => {
          if (failing) log.info({ loop: name }, "works again");
          failing = false;
          return pauseMs;
        },
        (error: unknown) => {
          // Once an outage, not once a second.
          if (!failing) log.warn({ loop: name, err: error }, "failed; will try again every second");
          failing = true;
          return PAUSE_AFTER_ERROR_MS;
        },
      );
      if (!closing && !woken) await pause(ms);
    }
  };
  const running = run();
  return {
    wake: () => {
      woken = true;
      endPause();
    },
    close: async () => {
      closing = true;
      endPause();
      await running;
    },
  };
}
