import PostalMime from "postal-mime";

export interface ReadMail {
  messageId: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Every web address in either body, once, in order of appearance. */
  links: string[];
}

/** Takes a raw message apart. */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const mail = await PostalMime.parse(raw);
  const [text, html] = [mail.text ?? "", mail.html ?? ""];
  return {
    messageId: mail.messageId ?? "",
    from: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    text,
    html,
    links: linksOf(text, html),
  };
}

/** Links of the text first: they are what a person would copy. */
export function linksOf(text: string, html: string): string[] {
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url.replace(/[.,;:!?)]+$/, ""));
  const inHtml = [...html.matchAll(/href="(https?:\/\/[^"]+)"/g)].map(([, url = ""]) => unescaped(url));
  return [...new Set([...inText, ...inHtml])];
}

function unescaped(attribute: string): string {
  return attribute.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
