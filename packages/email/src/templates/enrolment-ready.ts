import type { Language } from "../language.ts";
import { action, type Letter, link, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

/** Tells a learner that the place in the course, and in the external learning system, is ready. */
export function enrolmentReady(data: MailData["enrolment-ready"], language: Language): Letter {
  const words = language.messages["enrolment-ready"];
  return {
    subject: words.subject(data.courseTitle),
    preview: words.preview,
    blocks: [
      paragraph(words.body(data.courseTitle)),
      action(words.action, data.courseUrl),
      ...(data.lmsUrl === null ? [] : [paragraph(words.lms), link(words.lmsLink, data.lmsUrl)]),
    ],
  };
}
