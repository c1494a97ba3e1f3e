import { unreachable } from "@stoa/kit";
import type { Language } from "../language.ts";
import { escapeHtml, singleLine } from "./clean-text.ts";
import type { Block, Letter } from "./letter.ts";
import { columns, LIGHT, STYLE_SHEET } from "./palette.ts";

/**
 * The HTML body. Colours stand inline for mail programs that drop style sheets and again in one sheet for dark mode;
 * the only table is the bill, which is one.
 */
export function toHtml(letter: Letter, language: Language): string {
  const { common } = language.messages;
  const title = escapeHtml(letter.subject);
  return `<!doctype html>
<html lang="${language.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>${STYLE_SHEET}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${LIGHT.page};color:${LIGHT.ink}">
<div style="display:none;max-height:0;overflow:hidden">${text(letter.preview)}</div>
<div role="article" aria-label="${title}" lang="${language.tag}" style="max-width:560px;margin:0 auto;padding:32px 20px 40px">
<p class="brand" style="${BRAND}"><span class="bars" aria-hidden="true" style="${BARS}"></span>Stoa</p>
<div class="sheet" style="${SHEET}">
<h1 style="${HEADING}">${title}</h1>
${letter.blocks.map((block) => blockHtml(block, language)).join("\n")}
<p style="${PARAGRAPH}">— ${text(common.signOff)}</p>
</div>
<p class="quiet" style="${FOOTER}">${text(common.footer)}</p>
</div>
</body>
</html>
`;
}

const SERIF = "Literata,Newsreader,Charter,Georgia,'Tiro Devanagari Hindi','Noto Serif Devanagari',serif";
const SANS = "'Hanken Grotesk','Segoe UI',Helvetica,Arial,Mukta,'Noto Sans Devanagari',sans-serif";

const BRAND = `margin:0 0 20px;font:600 20px/24px ${SERIF};letter-spacing:.02em`;
const BARS = `display:inline-block;width:22px;height:16px;margin-right:10px;background:${columns(LIGHT.accent)}`;
const SHEET = `background:${LIGHT.sheet};border:1px solid ${LIGHT.line};border-radius:4px;padding:28px 28px 12px`;
const HEADING = `margin:0 0 20px;font:500 26px/33px ${SERIF}`;
const PARAGRAPH = `margin:0 0 16px;font:400 16px/26px ${SANS}`;
const NOTE = `margin:0 0 16px;font:400 14px/22px ${SANS};color:${LIGHT.quiet}`;
const FOOTER = `margin:20px 0 0;font:400 13px/20px ${SANS};color:${LIGHT.quiet}`;
const BUTTON = `display:inline-block;padding:13px 24px;border-radius:4px;background:${LIGHT.ink};color:${LIGHT.sheet};font:600 16px/22px ${SANS};text-decoration:none`;
const LINK = `color:${LIGHT.link};text-decoration:underline`;
const CELL = `padding:9px 0;border-top:1px solid ${LIGHT.line};font:400 15px/22px ${SANS};text-align:left;vertical-align:top`;
const AMOUNT = `${CELL};text-align:right;white-space:nowrap;padding-left:16px;font-variant-numeric:tabular-nums`;

function blockHtml(block: Block, language: Language): string {
  switch (block.kind) {
    case "paragraph":
      return `<p style="${PARAGRAPH}">${text(block.text)}</p>`;
    case "note":
      return `<p class="quiet" style="${NOTE}">${text(block.text)}</p>`;
    case "action":
      return actionHtml(block, language);
    case "link":
      return `<p style="${PARAGRAPH}">${anchor(block.label, block.url)}</p>`;
    case "facts":
      return `<dl style="margin:0 0 16px;font:400 15px/24px ${SANS}">${block.rows.map(factHtml).join("")}</dl>`;
    case "bill":
      return billHtml(block);
    default:
      return unreachable(block);
  }
}

/** The address in full stands below the button: some mail programs show no buttons, and careful readers want to see it. */
function actionHtml(block: Extract<Block, { kind: "action" }>, language: Language): string {
  const url = escapeHtml(block.url);
  return `<p style="margin:24px 0 12px"><a class="button" href="${url}" style="${BUTTON}">${text(block.label)}</a></p>
<p class="quiet" style="${NOTE}">${text(language.messages.common.orOpen)}<br><a class="link" href="${url}" style="${LINK};word-break:break-all">${url}</a></p>`;
}

function factHtml(row: { label: string; value: string }): string {
  const label = `<dt class="quiet" style="margin:0;color:${LIGHT.quiet};font-size:13px">${text(row.label)}</dt>`;
  return `${label}<dd style="margin:0 0 8px;overflow-wrap:anywhere">${text(row.value)}</dd>`;
}

function billHtml(block: Extract<Block, { kind: "bill" }>): string {
  const lines = block.lines.map(({ title, amount, url }) => {
    const cell = url === null ? text(title) : anchor(title, url);
    return `<tr><th scope="row" class="line" style="${CELL}">${cell}</th><td class="line" style="${AMOUNT}">${text(amount)}</td></tr>`;
  });
  const sums = block.sums.map(({ label, amount, isTotal }) => {
    const weight = isTotal ? ";font-weight:600" : "";
    return `<tr><th scope="row" class="line" style="${CELL}${weight}">${text(label)}</th><td class="line" style="${AMOUNT}${weight}">${text(amount)}</td></tr>`;
  });
  return `<table style="width:100%;border-collapse:collapse;margin:0 0 20px">
<caption class="quiet" style="text-align:left;padding:0 0 8px;font:400 13px/20px ${SANS};color:${LIGHT.quiet}">${text(block.caption)}</caption>
<tbody>${lines.join("")}</tbody>
<tfoot>${sums.join("")}</tfoot>
</table>`;
}

function anchor(label: string, url: string): string {
  return `<a class="link" href="${escapeHtml(url)}" style="${LINK}">${text(label)}</a>`;
}

function text(value: string): string {
  return escapeHtml(singleLine(value));
}
