import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells somebody that their grant was taken back before they used it, and why. */
export function grantRevoked(data: MailData["grant-revoked"], language: Language): Letter {
  const words = language.messages["grant-revoked"];
  return {
    subject: words.subject(data.courseTitle),
    preview: words.preview,
    blocks: [
      paragraph(words.body(data.courseTitle)),
      facts([{ label: words.reason, value: data.reason }]),
      action(words.action, data.catalogueUrl),
    ],
  };
}
