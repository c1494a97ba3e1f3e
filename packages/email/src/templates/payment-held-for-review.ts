import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a buyer that what arrived differs from what was asked, and what happens to the money (M3). */
export function paymentHeldForReview(data: MailData["payment-held-for-review"], language: Language): Letter {
  const words = language.messages["payment-held-for-review"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body(language.money(data.paid))),
      paragraph(words.next),
      facts([{ label: words.order, value: data.orderId }]),
      action(words.action, data.orderUrl),
    ],
  };
}
