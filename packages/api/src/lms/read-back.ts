import { tables } from "@stoa/db";
import { addMs, MINUTE_MS } from "@stoa/kit";
import type { ChangesSince, EnrolmentKey, LmsPage } from "@stoa/lms";
import { and, eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { lmsClosedUntil, noteLmsAnswered } from "./circuit-breaker.ts";

const { lmsSyncs, lmsHealth } = tables;

/** The LMS stamps a change before it commits it, so each poll begins a little before the end of the last. */
const OVERLAP_MS = MINUTE_MS;
const EVER = new Date(0);

/** Reads progress and certificates back from the LMS, from where the last reading ended. */
export async function readBack(ctx: Context): Promise<void> {
  const { lms } = ctx.services;
  if (lms === null || (await lmsClosedUntil(ctx))) return;
  const [marks] = await ctx.db.select().from(lmsHealth).where(eq(lmsHealth.id, 1));
  const began = ctx.clock.now();
  await eachChange(
    marks?.progressReadUntil,
    (changes) => lms.listProgressSince(changes),
    ({ progress, ...key }) => save(ctx, key, { lmsProgress: progress }),
  );
  await eachChange(
    marks?.certificatesReadUntil,
    (changes) => lms.listCertificates(changes),
    ({ url, ...key }) => save(ctx, key, { lmsCertificate: url }),
  );
  await ctx.db
    .update(lmsHealth)
    .set({ progressReadUntil: began, certificatesReadUntil: began })
    .where(eq(lmsHealth.id, 1));
  await noteLmsAnswered(ctx);
}

/** All pages of what changed since a mark, one change after the other. */
async function eachChange<T>(
  mark: Date | null | undefined,
  list: (changes: ChangesSince) => Promise<LmsPage<T>>,
  apply: (change: T) => Promise<void>,
): Promise<void> {
  const since = mark ? addMs(mark, -OVERLAP_MS) : EVER;
  for (let page = await list({ since }); ; page = await list({ since, cursor: page.nextCursor })) {
    for (const change of page.items) await apply(change);
    if (page.nextCursor === null) return;
  }
}

async function save(
  ctx: Context,
  { lmsUser, lmsCourse }: EnrolmentKey,
  read: { lmsProgress: number } | { lmsCertificate: string },
): Promise<void> {
  await ctx.db
    .update(lmsSyncs)
    .set({ ...read, readBackAt: ctx.clock.now() })
    .where(and(eq(lmsSyncs.lmsUser, lmsUser), eq(lmsSyncs.lmsCourse, lmsCourse)));
}
