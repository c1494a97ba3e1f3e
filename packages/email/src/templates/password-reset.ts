import type { Language } from "../language.ts";
import { action, type Letter, note, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Carries the link to a new password. */
export function passwordReset(data: MailData["password-reset"], language: Language): Letter {
  const { common, "password-reset": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      action(words.action, data.resetUrl),
      note(common.validFor(language.duration(data.validForMinutes))),
      note(common.notYou),
    ],
  };
}
