import { z } from "zod";
import { openApiDocument } from "./openapi.ts";

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: z.unknown(),
});
const body = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() });
const operation = z.object({
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z.array(parameter).optional(),
  requestBody: body.optional(),
  responses: z.record(z.string(), body),
});
type Operation = z.infer<typeof operation>;
const document = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
  body { max-width: 52rem; margin: 3rem auto; padding: 0 1.25rem; }
  h2 { margin-top: 3rem; font-size: 1.1rem; border-top: 1px solid; padding-top: 1.25rem; }
  code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
  pre { overflow-x: auto; padding: 0.75rem; border: 1px solid; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 0.3rem 0.75rem 0.3rem 0; vertical-align: top; border-bottom: 1px solid; }`;

/** `/api/v1/docs`: the REST API as one page that asks nothing of any other host and needs no script. */
export function docsPage(webUrl: string, nonce: string | null): Response {
  const { info, paths } = document.parse(openApiDocument(webUrl));
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, described]) => section(method.toUpperCase(), path, described)),
  );
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info.title)} REST API</title><style${nonce === null ? "" : ` nonce="${text(nonce)}"`}>${STYLE}</style></head>
<body><main><h1>${text(info.title)} REST API, version ${text(info.version)}</h1>
<p>${text(info.description ?? "")}</p>
<p>Base: <code>${text(webUrl)}/api/v1</code>. Sign in over the API and send <code>Authorization: Bearer …</code>. A refusal is
<code>{ "error": { code, message, details, path, timestamp, correlationId } }</code>. The same as a file:
<a href="/api/v1/openapi.json">openapi.json</a>.</p>
${sections.join("\n")}
</main></body></html>`;
  return new Response(html, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "private, no-store" },
  });
}

function section(method: string, path: string, described: Operation): string {
  const asked = described.requestBody?.content?.["application/json"]?.schema;
  const given = described.responses["200"]?.content?.["application/json"]?.schema;
  return `<section><h2><code>${text(method)} ${text(path)}</code></h2>
<p>${text(described.summary ?? described.description ?? "")}</p>
${parameters(described.parameters ?? [])}
${asked === undefined ? "" : `<h3>Body</h3>${schema(asked)}`}
${given === undefined ? "" : `<h3>Answer</h3>${schema(given)}`}</section>`;
}

function parameters(rows: readonly z.infer<typeof parameter>[]): string {
  if (rows.length === 0) return "";
  const lines = rows.map(
    (row) => `<tr><td><code>${text(row.name)}</code></td><td>${text(row.in)}${row.required ? ", required" : ""}</td>
<td>${text(row.description ?? "")}</td><td><code>${text(JSON.stringify(row.schema ?? {}))}</code></td></tr>`,
  );
  return `<table><thead><tr><th>Name</th><th>In</th><th>Meaning</th><th>Schema</th></tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

function schema(value: unknown): string {
  return `<pre tabindex="0">${text(JSON.stringify(value, null, 2))}</pre>`;
}

function text(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
