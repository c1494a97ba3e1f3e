import type { Language } from "../language.ts";
import { action, type Letter, link, note, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** What a sign-up with a known address sends instead of a verification: the form answers both alike (P1). */
export function accountExists(data: MailData["account-exists"], language: Language): Letter {
  const { common, "account-exists": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      action(words.action, data.signInUrl),
      paragraph(words.forgotten),
      link(words.reset, data.resetUrl),
      note(common.notYou),
    ],
  };
}
