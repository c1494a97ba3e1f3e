import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a buyer what a dispute means for what they bought: while it is open, and once it is decided. */
export function paymentDisputed(data: MailData["payment-disputed"], language: Language): Letter {
  const words = language.messages["payment-disputed"];
  const { subject, preview, body } = words[data.state];
  return {
    subject,
    preview,
    blocks: [
      paragraph(body(language.money(data.amount))),
      facts([{ label: words.order, value: data.orderId }]),
      action(words.action, data.orderUrl),
    ],
  };
}
