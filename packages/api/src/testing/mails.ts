import { tables } from "@stoa/db";
import type { MailTemplate } from "@stoa/email";
import { asc } from "drizzle-orm";
import type { Services } from "../platform/context.ts";
import { MAIL_PURPOSE, waitingMailData } from "../platform/mail.ts";

export interface QueuedMail {
  template: MailTemplate;
  to: string;
  /** Opened again, as the job that sends it will. */
  data: Readonly<Record<string, unknown>>;
}

/** The mails that wait to be sent, oldest first. */
export async function queuedMails(services: Services): Promise<QueuedMail[]> {
  const rows = await services.db.select().from(tables.mails).orderBy(asc(tables.mails.createdAt), asc(tables.mails.id));
  return rows
    .filter((row) => row.status === "queued")
    .map((row) => {
      const { sealed } = waitingMailData.parse(row.data);
      const data: Record<string, unknown> = JSON.parse(services.secrets.open(MAIL_PURPOSE, sealed));
      return { template: row.template as MailTemplate, to: row.recipient, data };
    });
}

/** The token of the newest link in the mails to an address. */
export async function tokenMailedTo(services: Services, to: string, template: MailTemplate): Promise<string> {
  const mail = (await queuedMails(services))
    .filter((queued) => queued.to === to && queued.template === template)
    .at(-1);
  const link = Object.values(mail?.data ?? {}).find((value) => typeof value === "string" && value.includes("token="));
  if (typeof link !== "string") throw new Error(`no link was mailed to ${to} with ${template}`);
  return new URL(link).searchParams.get("token") ?? "";
}
