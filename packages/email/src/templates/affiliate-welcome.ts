import type { Language } from "../language.ts";
import { action, facts, type Letter, link, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a new affiliate their link and code, what it earns, and where to follow it (B2). */
export function affiliateWelcome(data: MailData["affiliate-welcome"], language: Language): Letter {
  const words = language.messages["affiliate-welcome"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body(language.rate(data.rateBps))),
      link(words.link, data.link),
      facts([{ label: words.code, value: data.code }]),
      paragraph(words.held),
      action(words.action, data.dashboardUrl),
    ],
  };
}
