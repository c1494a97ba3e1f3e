import { z } from "zod";

export const FAULT_TARGETS = ["stripe", "paypal", "webhooks", "frappe", "mail", "turnstile"] as const;
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/**
 * What can go wrong with a call. `cut_before`: the line breaks and nothing was done; `cut_after`: it was done, and the
 * answer is lost.
 */
const CALL_FAULTS = ["delay", "error", "cut_before", "cut_after"] as const;

/** What can go wrong with a webhook beside the above: sent twice, overtaken by later ones, never sent. */
const DELIVERY_FAULTS = ["duplicate", "reorder", "lost"] as const;

/** What only one service does: the LMS's limiter says "later" (429), a mail host refuses a recipient for good (550). */
const SERVICE_FAULTS = ["rate_limited", "refused"] as const;

export const FAULT_KINDS = [...CALL_FAULTS, ...DELIVERY_FAULTS, ...SERVICE_FAULTS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Kinds that belong to one target; the others belong to every target that is called. */
const ONLY_OF: Partial<Record<FaultKind, FaultTarget>> = {
  duplicate: "webhooks",
  reorder: "webhooks",
  lost: "webhooks",
  rate_limited: "frappe",
  refused: "mail",
};

const DELAY_MAX_MS = 120_000;
const DELAY_DEFAULT_MS = 2_000;

/** One fault that is switched on. `rate` is the share of calls it strikes. */
export const faultSchema = z
  .strictObject({
    target: z.enum(FAULT_TARGETS),
    kind: z.enum(FAULT_KINDS),
    rate: z.number().min(0).max(1).default(1),
    delayMs: z.int().min(0).max(DELAY_MAX_MS).default(DELAY_DEFAULT_MS),
  })
  .superRefine((fault, context) => {
    const only = ONLY_OF[fault.kind];
    if (only !== undefined && only !== fault.target) {
      context.addIssue({ code: "custom", path: ["kind"], message: `${fault.kind} is a fault of the target "${only}"` });
    }
  });
export type Fault = z.infer<typeof faultSchema>;
