import { instantSchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";

const anInstant = z.coerce.date().pipe(instantSchema);
const word = z.string().trim().min(1).max(100);

export const searchAuditInput = z.strictObject({
  ...pageInput,
  actorId: word.optional(),
  actorKind: z.enum(["user", "guest", "api_key", "system", "job", "webhook"]).optional(),
  action: z
    .string()
    .trim()
    .max(100)
    .regex(/^[a-z_]+(\.[a-z_]*)?$/, "is `<domain>` or `<domain>.<verb>`")
    .optional()
    .describe("`orders.settle_payment`, or `orders` for all of a domain."),
  subjectKind: word.optional(),
  subjectId: word.optional(),
  correlationId: word.optional(),
  from: anInstant.optional().describe("From this instant on."),
  until: anInstant.optional().describe("Before this instant."),
});
export type SearchAuditInput = z.infer<typeof searchAuditInput>;

const recorded = z.record(z.string(), z.unknown()).nullable();
export const auditRow = z.object({
  id: z.string(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  before: recorded,
  after: recorded,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  correlationId: z.string(),
  createdAt: z.date(),
});
export type AuditRow = z.infer<typeof auditRow>;
export const auditPage = pageOf(auditRow);
