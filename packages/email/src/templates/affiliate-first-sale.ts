import type { Language } from "../language.ts";
import { action, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells an affiliate of the first sale by their link. */
export function affiliateFirstSale(data: MailData["affiliate-first-sale"], language: Language): Letter {
  const words = language.messages["affiliate-first-sale"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body(language.money(data.commission))),
      paragraph(words.held(language.moment(data.availableAt, data.timeZone))),
      action(words.action, data.dashboardUrl),
    ],
  };
}
