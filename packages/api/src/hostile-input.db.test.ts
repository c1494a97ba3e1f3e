import { testDatabase } from "@stoa/db/testing/database";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testShop } from "./checkout/testing/shop.ts";
import { procedures } from "./http/routes.ts";
import { trpcHandler } from "./http/trpc-handler.ts";
import { type DatabaseState, databaseState, knownTexts } from "./testing/hostile/database-state.ts";
import { HOSTILE } from "./testing/hostile/env.ts";
import { type Envelope, inputsFor } from "./testing/hostile/inputs-for.ts";
import { type PeopledShop, peopleShop } from "./testing/hostile/peopled-shop.ts";
import { writeJson } from "./testing/hostile/wire.ts";
import type { CastName } from "./testing/people.ts";
import { inputSchemaOf } from "./testing/procedure-schemas.ts";
import type { ProcedureMeta } from "./trpc.ts";

const database = testDatabase();
const shop = testShop(database);
let town: PeopledShop;
let state: DatabaseState;
let known: string[];

beforeAll(async () => {
  town = await peopleShop(shop);
  known = await knownTexts(database);
  state = await databaseState(database);
});

/** Mostly those who may, so that the inputs reach the verb; sometimes those who may not. */
function callersOf(access: ProcedureMeta["access"]): (CastName | "guest")[] {
  if (access === "anyone") return ["guest", "asha", "ben", "olga"];
  if (access === "signed_in") return ["asha", "ben", "olga", "guest"];
  return ["olga", "olga", "omar", "asha"];
}

/** Over HTTP as far as it goes without a socket. */
function call(path: string, type: string, who: CastName | "guest", input: Envelope): Promise<Response> {
  const url = `http://web.test/api/trpc/${path}`;
  const body = writeJson(input);
  const headers = { "content-type": "application/json", "x-stoa-peer": "203.0.113.9" };
  const request =
    type === "query"
      ? new Request(`${url}?input=${encodeURIComponent(body)}`, { headers })
      : new Request(url, { method: "POST", headers, body });
  return trpcHandler(town.faceOf(who))(request);
}

const NAMES_OF_OBJECTS = Object.getOwnPropertyNames(Object.prototype).sort();
const timesMs = new Map<string, number[]>();

/** What an answer did wrong, if anything; the error's words stand beside it. */
async function faultsOf(answer: Response): Promise<string[]> {
  const text = (await answer.text()).slice(0, 400);
  const changed = await state.changed();
  const faults: string[] = [];
  if (answer.status >= 500) faults.push(`${answer.status} ${text}`);
  if (answer.status >= 400 && changed.length > 0) faults.push(`refused, yet changed ${changed.join(", ")}: ${text}`);
  if (Object.getOwnPropertyNames(Object.prototype).sort().join() !== NAMES_OF_OBJECTS.join())
    faults.push("Object.prototype was altered");
  return faults;
}

test.each(procedures())(
  "T20 T23 T26 $path answers hostile input with a refusal that changes nothing",
  async ({ path, type, meta }) => {
    const tries = fc.tuple(fc.constantFrom(...callersOf(meta.access)), inputsFor(inputSchemaOf(path), known));
    const taken: number[] = [];
    timesMs.set(path, taken);
    const property = fc.asyncProperty(tries, async ([who, input]) => {
      const started = performance.now();
      const answer = await call(path, type, who, input);
      taken.push(performance.now() - started);
      expect(await faultsOf(answer)).toEqual([]);
    });
    await fc.assert(property, { numRuns: HOSTILE.HOSTILE_INPUTS, seed: HOSTILE.HOSTILE_SEED });
  },
  30_000 + 100 * HOSTILE.HOSTILE_INPUTS,
);

/** Figures for whoever runs it in full; a shared machine's times are no test. */
afterAll(() => {
  if (HOSTILE.HOSTILE_INPUTS < 1_000) return;
  for (const [path, times] of timesMs) {
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    console.log(`${path}: ${sorted.length} calls, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  }
});
