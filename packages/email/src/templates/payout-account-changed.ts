import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a payee that their money goes elsewhere from now on, while there is time to say no. */
export function payoutAccountChanged(data: MailData["payout-account-changed"], language: Language): Letter {
  const { common, "payout-account-changed": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      facts([
        { label: words.account, value: `${data.service} ${data.account}` },
        { label: words.usableFrom, value: language.moment(data.usableFrom, data.timeZone) },
        { label: common.when, value: language.moment(data.at, data.timeZone) },
      ]),
      paragraph(words.notYou),
      action(words.action, data.url),
    ],
  };
}
