import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a buyer that an unpaid order was closed and that nothing was charged. */
export function checkoutExpired(data: MailData["checkout-expired"], language: Language): Letter {
  const words = language.messages["checkout-expired"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      facts([{ label: words.list, value: data.titles.join(" · ") }]),
      action(words.action, data.checkoutUrl),
    ],
  };
}
