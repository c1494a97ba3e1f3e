import { setTimeout as sleep } from "node:timers/promises";

/** Longer than writing an account, a link and a mail takes, so that the time of the answer does not tell which of them was (T04). */
const ANSWER_AFTER_MS = 60;

/** Does what an address asks for, and answers no sooner than when there had been more to do. */
export async function inAnswerTime(work: () => Promise<unknown>): Promise<void> {
  await Promise.all([sleep(ANSWER_AFTER_MS), work()]);
}
