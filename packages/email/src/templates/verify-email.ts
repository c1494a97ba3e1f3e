import type { Language } from "../language.ts";
import { action, type Letter, note, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Asks the owner of an address to prove it. */
export function verifyEmail(data: MailData["verify-email"], language: Language): Letter {
  const { common, "verify-email": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      action(words.action, data.verifyUrl),
      note(common.validFor(language.duration(data.validForMinutes))),
      note(common.notYou),
    ],
  };
}
