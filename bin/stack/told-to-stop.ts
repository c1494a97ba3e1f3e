/** npm passes a signal on that the terminal has sent already; two within this time are one Ctrl-C. */
const SAME_KEYSTROKE_MS = 1_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Aborts at the first request to stop. `again` is called at the second, by somebody who does not want to wait. */
export function toldToStop(again: () => void, now: () => number = () => performance.now()): AbortSignal {
  const controller = new AbortController();
  let first: number | null = null;
  const onSignal = () => {
    if (first === null) {
      first = now();
      controller.abort(new Stopped());
    } else if (now() - first > SAME_KEYSTROKE_MS) {
      again();
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return controller.signal;
}

/** The reason of the abort: somebody asked to stop. */
export class Stopped extends Error {
  override name = "Stopped";
}
