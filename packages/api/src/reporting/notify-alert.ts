import { tables } from "@stoa/db";
import type { Enqueueable, Fence } from "@stoa/jobs";
import { DomainError } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { whereToRead } from "../platform/raise-alert.ts";

const { alerts } = tables;

/** The job that posts a raised alert to the chat of whoever is on duty. */
export const alertToPost = {
  name: "reporting.post_alert",
  queue: "notifications",
  payload: z.strictObject({ alertId: z.string() }),
} as const satisfies Enqueueable;

/** The chat did not take the notice; the job is run again. */
export class AlertNotTaken extends DomainError {
  constructor(status: number) {
    super("unavailable", "alert_not_taken", `The alert webhook answered ${status}.`, { status });
  }
}

/**
 * Posts one alert to `ALERT_WEBHOOK_URL` as `{ text }`, which Slack, Mattermost and their kin take. Once: an alert that was
 * posted is marked in the transaction that settles the job. Throws `AlertNotTaken`.
 */
export async function postAlert(ctx: Context, alertId: string, fence: Fence<Context>): Promise<void> {
  const { ALERT_WEBHOOK_URL: target, ADMIN_URL: admin } = ctx.services.env;
  const [alert] = await ctx.db.select().from(alerts).where(eq(alerts.id, alertId));
  if (!target || !alert || alert.notifiedAt !== null) return;
  const answer = await fetch(target, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Correlation-Id": ctx.correlationId },
    body: JSON.stringify({
      text: `${alert.summary}\nWhat to do: ${whereToRead(ctx.services.env, alert.kind)}\n${admin}`,
    }),
    redirect: "error",
    signal: fence.signal,
  });
  if (!answer.ok) throw new AlertNotTaken(answer.status);
  await fence.complete((tx) => tx.db.update(alerts).set({ notifiedAt: sql`now()` }).where(eq(alerts.id, alertId)));
}
