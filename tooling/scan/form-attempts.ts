import type { Attempt } from "./sqlmap.ts";

const BOUNDARY = "----scan0123456789";

/** The forms of a page that a browser without a script would post, each filled in plainly. */
export async function formAttempts(url: string, path: string, cookie?: string): Promise<Attempt[]> {
  const answer = await fetch(url + path, { headers: cookie === undefined ? {} : { cookie }, redirect: "manual" });
  const forms = (await answer.text()).match(/<form[^>]*method="POST"[^>]*>.*?<\/form>/gis) ?? [];
  return forms.map((form) => ({
    method: "POST",
    path,
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: `${fieldsOf(form).map(asPart).join("")}--${BOUNDARY}--\r\n`,
  }));
}

function fieldsOf(form: string): [string, string][] {
  const tags = form.match(/<(?:input|select|textarea)\b[^>]*>/gi) ?? [];
  return tags.flatMap((tag): [string, string][] => {
    const [name, value, type] = ["name", "value", "type"].map((of) => attribute(tag, of));
    return name === undefined ? [] : [[name, value ?? exampleFor(type)]];
  });
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, "i").exec(tag)?.[1];
  return value?.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

function exampleFor(type = "text"): string {
  return type === "email" ? "reader@example.com" : "columns";
}

function asPart([name, value]: [string, string]): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}
