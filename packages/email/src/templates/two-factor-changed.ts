import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a person what happened to their second factor. */
export function twoFactorChanged(data: MailData["two-factor-changed"], language: Language): Letter {
  const { common, "two-factor-changed": words } = language.messages;
  const change = words[data.change];
  return {
    subject: change.subject,
    preview: change.preview,
    blocks: [
      paragraph(change.body),
      facts([{ label: common.when, value: language.moment(data.at, data.timeZone) }]),
      paragraph(words.notYou),
      action(words.action, data.securityUrl),
    ],
  };
}
