import type { QueueName } from "@stoa/jobs";
import { CURRENCIES, instantSchema, moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";

export const overviewInput = z.strictObject({
  days: z.number().int().min(1).max(365).default(30).describe("How many days back, today included, in UTC."),
});

const day = z.string().describe("ISO date in UTC.");

export const overview = z.object({
  sales: z.array(z.object({ day, currency: z.string(), orders: z.number().int(), amountMinor: z.number().int() })),
  orders: z.object({ paidToday: z.number().int(), pending: z.number().int(), inReview: z.number().int() }),
  webhooks: z.object({
    byDay: z.array(z.object({ day, received: z.number().int(), p50Ms: z.number(), p95Ms: z.number() })),
    open: z.number().int(),
    dead: z.number().int(),
    oldestOpenSeconds: z.number(),
  }),
  lms: z.object({
    pending: z.number().int(),
    syncing: z.number().int(),
    synced: z.number().int(),
    failed: z.number().int(),
    failedLastHour: z.number().int(),
    breakerOpenUntil: z.date().nullable(),
    lastSuccessAt: z.date().nullable(),
    lastError: z.string().nullable(),
  }),
  jobs: z.object({ waiting: z.number().int(), dead: z.number().int(), oldestSeconds: z.number() }),
  mails: z.object({ queued: z.number().int(), failed: z.number().int(), sentToday: z.number().int() }),
  people: z.object({ accounts: z.number().int(), newToday: z.number().int(), enrolments: z.number().int() }),
});
export type Overview = z.infer<typeof overview>;

export const alertList = z.object({
  items: z.array(z.object({ id: z.string(), kind: z.string(), summary: z.string(), raisedAt: z.date() })),
});

/** Written out, because a schema is shared with browsers; a queue that is missing here does not compile in the router. */
const QUEUES = [
  "webhooks",
  "lms-sync",
  "mail",
  "notifications",
  "outgoing-webhooks",
  "affiliate-stats",
  "maintenance",
  "reconciliation",
] as const satisfies readonly QueueName[];
const queueName = z.enum(QUEUES);

export const queueList = z.object({
  items: z.array(
    z.object({
      queue: queueName,
      unsent: z.number().int().describe("Due, and not yet handed to the queue."),
      waiting: z.number().int().describe("Waiting for a moment of their own or for the end of a backoff."),
      unacked: z.number().int().describe("Handed to the queue and not done."),
      dead: z.number().int(),
      oldestSeconds: z.number(),
    }),
  ),
});

export const listDeadInput = z.strictObject({ ...pageInput, queue: queueName.optional() });
export const deadMessage = z.object({
  id: z.string(),
  job: z.string(),
  queue: z.string(),
  payload: z.unknown(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  correlationId: z.string(),
  createdAt: z.date(),
  deadAt: z.date().nullable(),
});
export const deadPage = pageOf(deadMessage);
export const messageInput = z.strictObject({ id: z.string().min(5).max(60) });
export const messageAnswer = z.object({ id: z.string() });

const account = { address: z.string().max(200), currency: z.enum(CURRENCIES) };
export const listAccountsInput = z.strictObject({ ...pageInput, prefix: z.string().max(200).optional() });
export const accountView = z.object({
  ...account,
  kind: z.enum(["asset", "liability", "income", "expense"]),
  meaning: z.string(),
  balance: moneySchema,
  held: moneySchema,
  available: moneySchema,
  incoming: moneySchema,
});
export const accountPage = pageOf(accountView);

export const statementInput = z.strictObject({ ...pageInput, ...account, from: instantSchema, to: instantSchema });
export const statementView = z.object({
  ...account,
  opening: moneySchema,
  closing: moneySchema,
  items: z.array(
    z.object({
      transferId: z.string(),
      entryId: z.string(),
      kind: z.string(),
      subject: z.string(),
      code: z.string(),
      side: z.enum(["debit", "credit"]),
      counterpart: z.string(),
      amount: moneySchema,
      effectiveAt: z.date(),
      recordedAt: z.date(),
      balance: moneySchema,
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const listEntriesInput = z.strictObject({ ...pageInput, subject: z.string().max(60).optional() });
export const journalEntry = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  effectiveAt: z.date(),
  recordedAt: z.date(),
  reverses: z.string().nullable(),
  correlationId: z.string(),
  transfers: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      state: z.string(),
      debit: z.string(),
      credit: z.string(),
      amount: moneySchema,
      availableAt: z.date().nullable(),
      availableReason: z.string().nullable(),
    }),
  ),
});
export type JournalEntryView = z.infer<typeof journalEntry>;
export const entryPage = pageOf(journalEntry);
export const entryInput = z.strictObject({ id: z.string().min(5).max(60) });

export const invariantsView = z.object({
  breaches: z.array(z.object({ name: z.string(), states: z.string(), sampleIds: z.array(z.string()) })),
});
