import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells the old address that the account has left it. */
export function emailChangedNotice(data: MailData["email-changed-notice"], language: Language): Letter {
  const { common, "email-changed-notice": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body(data.newEmail)),
      facts([{ label: common.when, value: language.moment(data.at, data.timeZone) }]),
      paragraph(words.notYou),
      action(words.action, data.supportUrl),
    ],
  };
}
