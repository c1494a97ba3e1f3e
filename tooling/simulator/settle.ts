import { replayDead } from "@stoa/jobs";
import { CURRENCIES, DAY_MS, HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { type Difference, follow, look } from "./check.ts";
import { DOMAINS } from "./domains.ts";
import { readUnsettled, readWantedPlaces } from "./rig/read-picture.ts";
import type { Simulation } from "./simulation.ts";
import { dueMessages, runJob, startSchedules } from "./steps/worker.ts";
import { NO_FAULTS } from "./world/faults.ts";
import { balanceOf } from "./world/gateway-balance.ts";

/** Nothing goes wrong any more. For so long staff and worker go on; then all must have come to rest. */
const SETTLED_WITHIN_MS = 1.5 * DAY_MS;
const JOBS_AT_MOST = 3_000;

/**
 * After the faults: whatever was left open is finished, without a message from outside that was lost before. Then the
 * shop's books must be the gateways' own, and the LMS must hold a place for whoever is enrolled and for nobody else.
 */
export async function settleDown(simulation: Simulation, trace: (line: string) => void): Promise<Difference> {
  for (const faults of Object.values(simulation.faults)) faults.rates = NO_FAULTS;
  const until = simulation.now + SETTLED_WITHIN_MS;
  let pause = 10 * MINUTE_MS;
  while (simulation.now < until) {
    const difference = await workOff(simulation, trace);
    if (difference.length > 0) return difference;
    for (const domain of DOMAINS) await domain.meanwhile?.(simulation);
    await simulation.clock.advance(pause);
    pause = Math.min(pause * 12, 16 * HOUR_MS);
  }
  for (const domain of DOMAINS) await domain.atRest?.(simulation);
  for (const between of [() => workOff(simulation, trace), () => sayLastWords(simulation, trace)]) {
    const difference = await between();
    if (difference.length > 0) return difference;
  }
  // What was taken over is compared once more: only now it is known what the gateway kept of it.
  for (const domain of DOMAINS) await domain.atRest?.(simulation);
  const difference = await workOff(simulation, trace);
  return difference.length > 0 ? difference : unsettled(simulation);
}

/** What nets cannot find any more, because it is too long ago, people find in the comparison and take over. */
async function sayLastWords(simulation: Simulation, trace: (line: string) => void): Promise<Difference> {
  for (const domain of DOMAINS) {
    for (let done = await domain.lastWord?.(simulation); done; done = await domain.lastWord?.(simulation)) {
      trace(done.told);
      const difference = done.wrong ? [`${done.told}: ${done.wrong}`] : await follow(simulation, done);
      if (difference.length > 0) return difference;
      simulation.heard.length = 0;
    }
  }
  return [];
}

/** What finds what was lost. */
const NETS = [
  "reconciliation.watch_checkouts",
  "reconciliation.collect_undelivered",
  "payments.sweep_inbox",
  "checkout.sweep_refunds",
  ...DOMAINS.flatMap((domain) => domain.schedules ?? []),
];

async function workOff(simulation: Simulation, trace: (line: string) => void): Promise<Difference> {
  for (const { books } of simulation.gateways) books.endAllProcessing();
  await replayGivenUp(simulation);
  await simulation.staff().lms.retryFailed();
  await startSchedules(simulation, NETS);
  for (let count = 0; count < JOBS_AT_MOST; count++) {
    const [due] = await dueMessages(simulation);
    if (!due && !(await passToNextTry(simulation))) return [];
    if (!due) continue;
    simulation.heard.length = 0;
    await simulation.clock.advance(1);
    const done = await runJob(simulation, due);
    trace(done.told);
    if (done.effects.length === 0) continue;
    const difference = await follow(simulation, done);
    if (difference.length > 0) return difference;
  }
  return [`work is never done: still due after ${JOBS_AT_MOST} jobs`];
}

/** What waits to be tried again within some minutes is waited for. Gives whether there was anything. */
async function passToNextTry({ clock, database, now }: Simulation): Promise<boolean> {
  const [next] = await database.sql<{ at: Date | null }[]>`
    select min(available_at) as at from outbox where done_at is null and dead_at is null
      and available_at <= simulation.now() + interval '5 minutes'`;
  if (!next?.at) return false;
  await clock.advance(next.at.getTime() - now + 1);
  return true;
}

async function replayGivenUp(simulation: Simulation): Promise<void> {
  const { sql } = simulation.database;
  const dead = await sql<
    { id: string }[]
  >`select id from outbox where dead_at is not null and done_at is null order by position`;
  for (const { id } of dead) await replayDead(simulation.context("staff"), id);
}

async function unsettled(simulation: Simulation): Promise<Difference> {
  const { sql } = simulation.database;
  return [
    ...(await look(simulation)),
    ...(await readUnsettled(sql)),
    ...unequalBooks(simulation),
    ...wrongPlaces(simulation, await readWantedPlaces(sql)),
  ];
}

/** The clearing account of a gateway is what the gateway itself says; refunds that failed later are owed, not gone. */
function unequalBooks({ gateways, shop }: Simulation): Difference {
  return gateways.flatMap(({ name, books }) =>
    CURRENCIES.flatMap((currency) => {
      const ours = shop.balances.get(`gateway/${name}/clearing ${currency}`) ?? 0;
      const theirs = balanceOf(books, currency);
      return ours === theirs ? [] : [`${name} holds ${theirs} ${currency}, the books say ${ours}`];
    }),
  );
}

function wrongPlaces({ lms }: Simulation, wanted: readonly string[]): Difference {
  const places = lms.enrolments.map(({ lmsUser, lmsCourse }) => `${lmsUser} ${lmsCourse}`).sort();
  return [
    ...wanted.filter((place) => !places.includes(place)).map((place) => `no place in the LMS: ${place}`),
    ...places
      .filter((place, at) => !wanted.includes(place) || places.indexOf(place) !== at)
      .map((place) => `a place too many in the LMS: ${place}`),
  ];
}
