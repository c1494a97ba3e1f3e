import type { MailRecord } from "../control/state.ts";
import type { Part } from "../part.ts";
import { mailPages } from "./pages.ts";
import { runSmtp } from "./smtp.ts";

/** A mail server that keeps every mail, and a mailbox to read them in. */
export const mail: Part = {
  name: "mail",
  title: "Mailbox",
  path: "/mail",
  summary: "Every mail Stoa sends, with its links. An SMTP server takes them in.",
  tables: new URL("./tables.sql", import.meta.url),
  routes: mailPages,
  run: runSmtp,
  async state({ books }) {
    const mails = await books<MailRecord[]>`
      SELECT recipient AS "to", subject, text, links FROM mail.mail ORDER BY seq`;
    return { mails: [...mails] };
  },
};
