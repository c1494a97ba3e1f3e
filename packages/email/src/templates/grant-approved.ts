import type { Language } from "../language.ts";
import { action, facts, type Letter, note, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells an applicant that a grant pays for the course, what is left to pay, and until when the code works. */
export function grantApproved(data: MailData["grant-approved"], language: Language): Letter {
  const words = language.messages["grant-approved"];
  const free = data.toPay.amount === 0;
  return {
    subject: words.subject(data.courseTitle),
    preview: words.preview,
    blocks: [
      paragraph(words.body(data.courseTitle, language.rate(data.percent * 100))),
      facts([
        { label: words.code, value: data.code },
        { label: words.toPay, value: free ? words.nothing : language.money(data.toPay) },
        { label: words.until, value: language.moment(data.until, data.timeZone) },
      ]),
      action(words.action, data.redeemUrl),
      note(words.personal),
    ],
  };
}
