import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Asks staff to look at payouts that wait for a second person. */
export function payoutApprovalNeeded(data: MailData["payout-approval-needed"], language: Language): Letter {
  const words = language.messages["payout-approval-needed"];
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      facts([
        { label: words.payouts, value: String(data.payouts) },
        { label: words.total, value: language.money(data.total) },
      ]),
      action(words.action, data.payoutsUrl),
    ],
  };
}
