import type { OpsAlertData } from "@stoa/email";
import type { TxContext } from "./context.ts";
import { queueMail } from "./mail.ts";

export interface Alert {
  severity: OpsAlertData["severity"];
  title: string;
  summary: string;
  facts: OpsAlertData["facts"];
  /** The file in `docs/runbooks`. */
  runbook: string;
  dedupeKey: string;
}

/** Tells staff by mail, when an address is set, and always in the log. */
export async function raiseAlert(ctx: TxContext, alert: Alert): Promise<void> {
  ctx.log.warn({ alert: alert.title, runbook: alert.runbook, key: alert.dedupeKey }, "alert raised");
  const to = ctx.services.env.ALERT_EMAIL;
  if (!to) return;
  await queueMail(ctx, {
    template: "ops-alert",
    to,
    locale: "en",
    data: {
      severity: alert.severity,
      title: alert.title,
      summary: alert.summary,
      facts: alert.facts,
      runbookUrl: null,
      at: ctx.clock.now().toISOString(),
      timeZone: "UTC",
    },
    dedupeKey: `alert:${alert.dedupeKey}`,
  });
}
