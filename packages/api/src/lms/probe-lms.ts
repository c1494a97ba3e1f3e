import { withTransaction } from "@stoa/db";
import type { Context } from "../platform/context.ts";
import { noteLmsAnswered, noteLmsFailed } from "./circuit-breaker.ts";

/** Asks the LMS whether it is there, also while calls are stopped: an outage and its end are noticed before a customer. */
export async function probeLms(ctx: Context): Promise<void> {
  const { lms } = ctx.services;
  if (lms === null) return;
  try {
    await lms.withCorrelationId(ctx.correlationId).ping();
    await noteLmsAnswered(ctx);
  } catch (error) {
    await withTransaction(ctx, (tx) => noteLmsFailed(tx, error));
  }
}
