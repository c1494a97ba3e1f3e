import { invariant } from "@stoa/kit";

/**
 * A mail before it has a form. Both bodies are made from these blocks, so HTML and text cannot disagree, and every
 * string is plain text: markup comes only from the renderers.
 */
export interface Letter {
  subject: string;
  /** The line that a mailbox shows behind the subject. */
  preview: string;
  blocks: readonly Block[];
}

export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "note"; text: string }
  | { kind: "action"; label: string; url: string }
  | { kind: "link"; label: string; url: string }
  | { kind: "facts"; rows: readonly Fact[] }
  | { kind: "bill"; caption: string; lines: readonly BillLine[]; sums: readonly BillSum[] };

export interface Fact {
  label: string;
  value: string;
}

export interface BillLine {
  title: string;
  amount: string;
  url: string | null;
}

export interface BillSum {
  label: string;
  amount: string;
  isTotal: boolean;
}

export const paragraph = (text: string): Block => ({ kind: "paragraph", text });

/** A quieter paragraph: what to do if this was not you, how long a link lives. */
export const note = (text: string): Block => ({ kind: "note", text });

/** The one thing to do; a mail has at most one. */
export const action = (label: string, url: string): Block => ({ kind: "action", label, url: webUrl(url) });

export const link = (label: string, url: string): Block => ({ kind: "link", label, url: webUrl(url) });

export const facts = (rows: readonly Fact[]): Block => ({ kind: "facts", rows });

export function bill(caption: string, lines: readonly BillLine[], sums: readonly BillSum[]): Block {
  for (const line of lines) if (line.url !== null) webUrl(line.url);
  return { kind: "bill", caption, lines, sums };
}

/** Links in mails lead to web pages only; anything else is a defect of the caller. */
function webUrl(url: string): string {
  const parsed = URL.parse(url);
  invariant(parsed?.protocol === "https:" || parsed?.protocol === "http:", "a link in a mail is not a web address");
  return parsed.href;
}
