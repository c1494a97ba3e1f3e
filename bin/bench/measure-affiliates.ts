import { readDashboard } from "@stoa/api/affiliates/read-dashboard";
import { refreshStats } from "@stoa/api/affiliates/refresh-stats";
import postgres from "postgres";
import { addAffiliatePast, addNewClicks } from "./affiliate-past.ts";
import { type BenchRow, percentile, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

/** The requirement, for a million clicks and a hundred thousand sales. */
const CLICKS = 1_000_000;
const SALES = 100_000;
const ANSWER_MS = 100;
const ANSWERS = 50;
/** What comes to a long past, and to none: adding it up must cost the same. */
const NEW_CLICKS = 20_000;
const TURNS = 5;

/** How fast an affiliate's dashboard answers, and what it costs to count what is new. */
export async function measureAffiliates(scratch: Scratch): Promise<BenchRow[]> {
  const old = await addAffiliatePast(scratch, { clicks: CLICKS, sales: SALES });
  const young = await addAffiliatePast(scratch, { clicks: 0, sales: 1 });
  const [statements, started] = [await scratch.statements(), performance.now()];
  await countAll(scratch, old);
  const [seconds, asked] = [(performance.now() - started) / 1000, (await scratch.statements()) - statements];
  await countAll(scratch, young);
  const [ofOld, ofYoung] = await countNew(scratch, old, young);
  const dashboards = await answers(scratch, old);
  return [
    row(`first count of ${CLICKS} clicks and ${SALES} sales`, seconds, "s"),
    row("first count: statements", asked, "statements"),
    row(`count of ${NEW_CLICKS} new clicks, beside one without a past`, ofOld, "ms", ofYoung),
    row("dashboard, median", percentile(dashboards, 0.5), "ms", ANSWER_MS),
    row("dashboard, p95", percentile(dashboards, 0.95), "ms", ANSWER_MS),
  ];
}

/** Until no click is left to count, which is what there is most of; as the worker does run by run. */
async function countAll({ ctx, url }: Scratch, affiliateId: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const left = () =>
    sql`select 1 from affiliate_clicks where affiliate_id = ${affiliateId} and counted_at is null limit 1`;
  do await refreshStats(ctx, { affiliateId });
  while ((await left()).length > 0);
  await sql.end();
}

/** The same work for both, in turns, so that what else happens on the machine falls on both alike. */
async function countNew(scratch: Scratch, old: string, young: string): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [index, affiliateId] of [old, young].entries()) {
      await addNewClicks(scratch, affiliateId, NEW_CLICKS);
      const started = performance.now();
      await refreshStats(scratch.ctx, { affiliateId });
      times[index]?.push(performance.now() - started);
    }
  }
  return [percentile(times[0], 0.5), percentile(times[1], 0.5)];
}

async function answers({ ctx }: Scratch, affiliateId: string): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < ANSWERS; index++) {
    const started = performance.now();
    await readDashboard(ctx, { affiliateId, days: 30 });
    samples.push(performance.now() - started);
  }
  return samples;
}
