import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells an applicant that there is no grant, with the reviewer's reason. */
export function grantRejected(data: MailData["grant-rejected"], language: Language): Letter {
  const words = language.messages["grant-rejected"];
  return {
    subject: words.subject(data.courseTitle),
    preview: words.preview,
    blocks: [
      paragraph(words.body(data.courseTitle)),
      facts([{ label: words.reason, value: data.reason }]),
      paragraph(words.again),
      action(words.action, data.catalogueUrl),
    ],
  };
}
