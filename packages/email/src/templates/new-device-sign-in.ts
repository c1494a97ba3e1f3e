import type { Language } from "../language.ts";
import { action, facts, type Letter, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a person that an unknown device was used to sign in. */
export function newDeviceSignIn(data: MailData["new-device-sign-in"], language: Language): Letter {
  const { common, "new-device-sign-in": words } = language.messages;
  return {
    subject: words.subject,
    preview: words.preview,
    blocks: [
      paragraph(words.body),
      facts([
        { label: words.device, value: data.device },
        { label: words.address, value: data.ipAddress },
        { label: common.when, value: language.moment(data.at, data.timeZone) },
      ]),
      paragraph(words.notYou),
      action(words.action, data.sessionsUrl),
    ],
  };
}
