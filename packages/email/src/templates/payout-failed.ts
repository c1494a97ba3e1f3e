import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a payee that a payout did not arrive, that the money is theirs again and what they can do. */
export function payoutFailed(data: MailData["payout-failed"], language: Language): Letter {
  const words = language.messages["payout-failed"];
  const amount = language.money(data.amount);
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words[data.came](amount)),
      paragraph(words.next),
      facts([
        { label: words.account, value: data.account },
        { label: words.payout, value: data.payoutId },
      ]),
      action(words.action, data.payoutsUrl),
    ],
  };
}
