import type { Language } from "../language.ts";
import { action, type Letter, note, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Asks the owner of the new address to confirm a change of address. */
export function emailChangeConfirm(data: MailData["email-change-confirm"], language: Language): Letter {
  const { common, "email-change-confirm": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      action(words.action, data.confirmUrl),
      note(common.validFor(language.duration(data.validForMinutes))),
      note(common.notYou),
    ],
  };
}
