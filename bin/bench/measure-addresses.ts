import { trpcHandler } from "@stoa/api/http/trpc-handler";
import { GUEST } from "@stoa/api/platform/actor";
import { SEED_PEOPLE } from "@stoa/api/seed/index";
import { NO_BOUND } from "@stoa/api/testing/no-bound";
import { type BenchRow, percentile, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

/** The requirement (T04): over so many tries the medians differ by less than this. */
const TRIES = 200;
const DIFFERENCE_MS = 10;
const WARM = 10;
const KNOWN = SEED_PEOPLE.find(({ roles }) => roles.includes("learner"))?.email ?? "";

/** What strangers can ask about an address, each with words that fit nobody. */
const QUESTIONS: Readonly<Record<string, (email: string) => unknown>> = {
  "identity.signIn": (email) => ({ email, password: "not the password of anybody" }),
  "identity.signUp": (email) => ({ email, name: "Stranger", password: "olives under the roof" }),
  "identity.requestPasswordReset": (email) => ({ email }),
};

/** How much longer an answer about an address takes that has an account than one about an address that has none. */
export async function measureAddresses(scratch: Scratch): Promise<BenchRow[]> {
  const services = { ...scratch.services, limiter: NO_BOUND };
  const answer = trpcHandler({ services: async () => services, actorOf: async () => GUEST });
  const ask = async (path: string, input: unknown) => {
    const started = performance.now();
    const body = JSON.stringify({ json: input });
    const headers = { "content-type": "application/json" };
    const response = await answer(
      new Request(`http://bench.local/api/trpc/${path}`, { method: "POST", headers, body }),
    );
    await response.arrayBuffer();
    if (response.status >= 500 || response.status === 429) throw new Error(`${path} was answered ${response.status}`);
    return performance.now() - started;
  };
  const rows: BenchRow[] = [];
  for (const [path, words] of Object.entries(QUESTIONS)) {
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = -WARM; n < TRIES; n++) {
      const times = [await ask(path, words(KNOWN)), await ask(path, words(`nobody${n + WARM}@example.com`))] as const;
      if (n < 0) continue;
      known.push(times[0]);
      unknown.push(times[1]);
    }
    const difference = Math.abs(percentile(known, 0.5) - percentile(unknown, 0.5));
    rows.push(row(`${path}, known or unknown address: medians apart`, difference, "ms", DIFFERENCE_MS));
  }
  return rows;
}
