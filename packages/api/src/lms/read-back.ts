import { tables } from "@stoa/db";
import { addMs, MINUTE_MS } from "@stoa/kit";
import type { Lms, LmsCertificate, LmsPage, LmsProgress } from "@stoa/lms";
import { and, eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { lmsClosedUntil, noteLmsAnswered } from "./circuit-breaker.ts";

const { lmsSyncs, lmsHealth } = tables;

/** The LMS stamps a change before it commits it, so each poll begins a little before the end of the last. */
const OVERLAP_MS = MINUTE_MS;

/** Reads progress and certificates back from the LMS, from where the last reading ended. */
export async function readBack(ctx: Context): Promise<void> {
  const { lms } = ctx.services;
  if (lms === null || (await lmsClosedUntil(ctx))) return;
  const [marks] = await ctx.db.select().from(lmsHealth).where(eq(lmsHealth.id, 1));
  const began = ctx.clock.now();
  await readPages(
    marks?.progressReadUntil ?? null,
    (since) => (cursor) => lms.listProgressSince(since(cursor)),
    (row) => saveProgress(ctx, row),
  );
  await readPages(
    marks?.certificatesReadUntil ?? null,
    (since) => (cursor) => lms.listCertificates(since(cursor)),
    (row) => saveCertificate(ctx, row),
  );
  await ctx.db
    .update(lmsHealth)
    .set({ progressReadUntil: began, certificatesReadUntil: began })
    .where(eq(lmsHealth.id, 1));
  await noteLmsAnswered(ctx);
}

type Since = (cursor: string | null) => Parameters<Lms["listProgressSince"]>[0];

async function readPages<T>(
  until: Date | null,
  reader: (since: Since) => (cursor: string | null) => Promise<LmsPage<T>>,
  save: (row: T) => Promise<void>,
): Promise<void> {
  const since = addMs(until ?? new Date(0), until === null ? 0 : -OVERLAP_MS);
  const read = reader((cursor) => ({ since, ...(cursor === null ? {} : { cursor }) }));
  let cursor: string | null = null;
  do {
    const page: LmsPage<T> = await read(cursor);
    for (const row of page.items) await save(row);
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function saveProgress(ctx: Context, row: LmsProgress): Promise<void> {
  await ctx.db
    .update(lmsSyncs)
    .set({ lmsProgress: row.progress, readBackAt: ctx.clock.now() })
    .where(and(eq(lmsSyncs.lmsUser, row.lmsUser), eq(lmsSyncs.lmsCourse, row.lmsCourse)));
}

async function saveCertificate(ctx: Context, row: LmsCertificate): Promise<void> {
  await ctx.db
    .update(lmsSyncs)
    .set({ lmsCertificate: row.url, readBackAt: ctx.clock.now() })
    .where(and(eq(lmsSyncs.lmsUser, row.lmsUser), eq(lmsSyncs.lmsCourse, row.lmsCourse)));
}
