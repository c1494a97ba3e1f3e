import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a buyer that money is on its way back, what of their order has ended with it, and where the credit note is. */
export function refundIssued(data: MailData["refund-issued"], language: Language): Letter {
  const words = language.messages["refund-issued"];
  const amount = language.money(data.amount);
  return {
    subject: words.subject,
    preview: words.preview(amount),
    blocks: [
      paragraph(words.body(amount)),
      paragraph(words.when),
      facts([
        ...(data.ended.length > 0 ? [{ label: words.ended, value: data.ended.join(" · ") }] : []),
        { label: words.order, value: data.orderId },
        ...(data.creditNoteNumber === null ? [] : [{ label: words.creditNote, value: data.creditNoteNumber }]),
      ]),
      action(data.creditNoteNumber === null ? words.seeOrder : words.action, data.orderUrl),
    ],
  };
}
