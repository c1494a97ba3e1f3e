import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells staff that something needs a person, with the figures and the runbook. */
export function opsAlert(data: MailData["ops-alert"], language: Language): Letter {
  const { common, "ops-alert": words } = language.messages;
  return {
    subject: `${words.severity[data.severity]}: ${data.title}`,
    preview: words.preview,
    blocks: [
      paragraph(data.summary),
      facts([...data.facts, { label: common.when, value: language.moment(data.at, data.timeZone) }]),
      ...(data.runbookUrl === null ? [] : [action(words.runbook, data.runbookUrl)]),
    ],
  };
}
