import type { OpsAlertData } from "@stoa/email";
import type { Env } from "../env.ts";
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
      runbookUrl: runbookUrl(ctx.services.env, alert.runbook),
      at: ctx.clock.now().toISOString(),
      timeZone: "UTC",
    },
    dedupeKey: `alert:${alert.dedupeKey}`,
  });
}

/** Where a runbook of `docs/runbooks` is read; null when `RUNBOOK_BASE_URL` does not say. */
export function runbookUrl({ RUNBOOK_BASE_URL: base }: Pick<Env, "RUNBOOK_BASE_URL">, name: string): string | null {
  return base === undefined ? null : `${base.replace(/\/+$/, "")}/${name}.md`;
}

/** Where to read what to do: the address, or the file's name in the repository. */
export function whereToRead(env: Pick<Env, "RUNBOOK_BASE_URL">, name: string): string {
  return runbookUrl(env, name) ?? `docs/runbooks/${name}.md`;
}
