import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a person that staff blocked the account, and how to answer. */
export function accountBlocked(data: MailData["account-blocked"], language: Language): Letter {
  const words = language.messages["account-blocked"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      ...(data.reason === null ? [] : [facts([{ label: words.reason, value: data.reason }])]),
      paragraph(words.money),
      action(words.action, data.supportUrl),
    ],
  };
}
