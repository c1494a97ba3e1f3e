import type { BooksReader } from "../books/open-books.ts";

export interface MailSummary {
  seq: string;
  recipient: string;
  subject: string;
  receivedAt: Date;
}

export interface StoredMail extends MailSummary {
  messageId: string;
  sender: string;
  text: string;
  html: string;
  links: string[];
  /** Which delivery of the same Message-ID to the same recipient this is; 1 is the first. */
  copy: number;
}

const PAGE_SIZE = 50;

/** The newest mails, of everybody or of recipients that contain `to`; older ones from `before`. */
export async function listMails(books: BooksReader, to: string, before: string | null) {
  const rows = await books<MailSummary[]>`
    SELECT seq, recipient, subject, received_at AS "receivedAt" FROM mail.mail
    WHERE (${to} = '' OR strpos(lower(recipient), lower(${to})) > 0)
      AND (${before}::bigint IS NULL OR seq < ${before}::bigint)
    ORDER BY seq DESC LIMIT ${PAGE_SIZE + 1}`;
  const mails = rows.slice(0, PAGE_SIZE);
  return { mails, older: rows.length > PAGE_SIZE ? (mails.at(-1)?.seq ?? null) : null };
}

export async function findMail(books: BooksReader, seq: string): Promise<StoredMail | null> {
  if (!/^\d{1,18}$/.test(seq)) return null;
  const [mail] = await books<StoredMail[]>`
    SELECT seq, recipient, subject, received_at AS "receivedAt", message_id AS "messageId", sender, text, html, links,
      (SELECT count(*)::int FROM mail.mail other
       WHERE other.message_id = mail.message_id AND other.recipient = mail.recipient AND other.seq <= mail.seq) AS copy
    FROM mail.mail mail WHERE seq = ${seq}`;
  return mail ?? null;
}

export async function findRawMail(books: BooksReader, seq: string): Promise<Uint8Array | null> {
  if (!/^\d{1,18}$/.test(seq)) return null;
  const [mail] = await books<{ raw: Uint8Array }[]>`SELECT raw FROM mail.mail WHERE seq = ${seq}`;
  return mail?.raw ?? null;
}
