import { type Log, SECOND_MS } from "@stoa/kit";

const SILENCE_MS = 10 * SECOND_MS;

/** A listener that tells of an outage once in a while, however many connections notice it and however often they retry. */
export function tellOutage(log: Log, sentence: string, now: () => number = () => performance.now()) {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (error: Error): void => {
    if (now() - lastMs < SILENCE_MS) return;
    lastMs = now();
    log.warn({ err: error }, sentence);
  };
}
