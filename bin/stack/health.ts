import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 150;
const ANSWER_WITHIN_MS = 5_000;

/** Waits until an address answers with success. Resolves with null, or with what it last said when the time is over. */
export async function healthyWithin(url: string, ms: number, stillRuns: () => boolean): Promise<string | null> {
  const deadline = performance.now() + ms;
  let last = "no answer";
  while (performance.now() < deadline && stillRuns()) {
    const answer = await ask(url);
    if (answer === null) return null;
    last = answer;
    await sleep(POLL_MS);
  }
  return last;
}

async function ask(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: "manual" });
    const body = await response.text();
    return response.ok ? null : `${response.status} ${body.slice(0, 300)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
