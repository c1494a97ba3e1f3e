import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a payee that their money has left. */
export function payoutSent(data: MailData["payout-sent"], language: Language): Letter {
  const words = language.messages["payout-sent"];
  const amount = language.money(data.amount);
  return {
    subject: words.subject,
    preview: words.preview(amount),
    blocks: [
      paragraph(words.body(amount)),
      facts([
        { label: words.account, value: data.account },
        { label: words.payout, value: data.payoutId },
      ]),
      action(words.action, data.payoutsUrl),
    ],
  };
}
