import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a person that their password was changed, so that a stranger's change is noticed. */
export function passwordChangedNotice(data: MailData["password-changed-notice"], language: Language): Letter {
  const { common, "password-changed-notice": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      facts([{ label: common.when, value: language.moment(data.at, data.timeZone) }]),
      paragraph(words.notYou),
      action(words.action, data.resetUrl),
    ],
  };
}
