import { moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { gatewayName } from "../payments/schemas.ts";

const id = z.string().min(5).max(60);

export const startInput = z
  .strictObject({ gateway: gatewayName, from: z.coerce.date(), to: z.coerce.date() })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than the beginning" });
export type StartInput = z.infer<typeof startInput>;
export const started = z.object({ id: z.string() });

export const runInput = z.strictObject({ id });
export const listRunsInput = z.strictObject({ ...pageInput, gateway: gatewayName.optional() });
export type ListRunsInput = z.infer<typeof listRunsInput>;

export const runView = z.object({
  id: z.string(),
  gateway: gatewayName,
  from: z.date(),
  to: z.date(),
  status: z.enum(["running", "finished", "failed"]),
  byHand: z.boolean().describe("Asked for by a person; the others run by themselves every day."),
  matched: z.number().int(),
  foreign: z.number().int().describe("Other business of the same gateway account."),
  discrepancies: z.number().int(),
  fees: z.array(moneySchema).describe("What the gateway kept, newly booked by this run."),
  lastError: z.string().nullable(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type RunView = z.infer<typeof runView>;
export const runPage = pageOf(runView);

export const FINDING_STATUSES = ["open", "applied", "explained", "gone"] as const;
export const listFindingsInput = z.strictObject({
  ...pageInput,
  state: z.enum(["open", "resolved"]).optional(),
  gateway: gatewayName.optional(),
  reconciliationId: id.optional(),
});
export type ListFindingsInput = z.infer<typeof listFindingsInput>;

const word = z.object({ status: z.string(), amount: moneySchema });

export const findingView = z.object({
  id: z.string(),
  gateway: gatewayName,
  subject: z.enum(["payment", "refund", "dispute"]),
  gatewayRef: z.string(),
  kind: z.enum(["missing_here", "missing_there", "amount_differs", "status_differs"]),
  orderId: z.string().nullable(),
  here: word.nullable(),
  there: word.nullable(),
  occurredAt: z.date(),
  firstSeenAt: z.date(),
  status: z.enum(FINDING_STATUSES),
  note: z.string().nullable(),
  resolvedAt: z.date().nullable(),
});
export type FindingView = z.infer<typeof findingView>;
export const findingPage = pageOf(findingView);

export const findingInput = z.strictObject({ id });
export const explainInput = z.strictObject({
  id,
  note: z.string().trim().min(1).max(500).describe("Why it is so, for whoever asks later."),
});
export const resolved = z.object({ id: z.string(), status: z.enum(FINDING_STATUSES) });
