import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells an affiliate that their link counts no more, why, and what becomes of the money. */
export function affiliateSuspended(data: MailData["affiliate-suspended"], language: Language): Letter {
  const words = language.messages["affiliate-suspended"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      facts([{ label: words.reason, value: data.reason }]),
      paragraph(words.money),
      action(words.action, data.supportUrl),
    ],
  };
}
