import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Plain and neutral on purpose: a buyer on the sandbox's pages must see at a glance that this is not Stoa. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --quiet: #596273; --line: #d5dae3; --paper: #fff; --ground: #f3f5f9;
  --accent: #3b4fd8; --on-accent: #fff; --bad: #b3261e; --bad-ground: #fdecea; --good: #14663b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --quiet: #a3adbf; --line: #39414f; --paper: #1b2029;
  --ground: #12161d; --accent: #8d9bff; --on-accent: #10131c; --bad: #ff9c94; --bad-ground: #3a1d1b; --good: #7ed7a4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header.test { background: #8a5300; color: #fff; padding: .4rem 1rem; text-align: center; font-size: .9rem; }
main { max-width: 58rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
.panel { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; }
.columns { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; }
@media (min-width: 50rem) { .beside { grid-template-columns: 1fr 1fr; } .beside > :nth-child(2) { grid-area: 1 / 2 / span 2; } }
::placeholder { color: var(--quiet); opacity: 1; }
.quiet { color: var(--quiet); } .total { font-size: 2rem; font-variant-numeric: tabular-nums; margin: .25rem 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .75rem .4rem 0; vertical-align: top;
  border-top: 1px solid var(--line); } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
th:last-child, td:last-child { padding-right: 0; }
label { display: block; font-weight: 600; margin-top: 1rem; } .row { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
input { width: 100%; font: inherit; padding: .6rem .7rem; border: 1px solid var(--quiet); border-radius: .4rem;
  background: var(--paper); color: var(--ink); } input[aria-invalid=true] { border-color: var(--bad); }
button, a.button { display: block; width: 100%; margin-top: 1.5rem; font: inherit; font-weight: 600; text-align: center;
  padding: .75rem 1rem; border: 1px solid var(--accent); border-radius: .4rem; background: var(--accent); color: var(--on-accent);
  cursor: pointer; text-decoration: none; } button.second { background: none; color: var(--accent); margin-top: .75rem; }
a { color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert { background: var(--bad-ground); color: var(--bad); border-left: 4px solid var(--bad); padding: .75rem 1rem; margin: 0 0 1rem; }
.field-error { color: var(--bad); font-size: .9rem; margin: .25rem 0 0; }
code { font-family: ui-monospace, monospace; font-size: .95em; white-space: nowrap; } dt { font-weight: 600; } dd { margin: 0 0 .75rem; }
`;

/** A whole page under the banner that says this is a sandbox. */
export function page(title: string, body: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><meta name="robots" content="noindex"><link rel="icon" href="data:,"><style>${raw(STYLE)}</style></head>
<body><header class="test">Sandbox: no real money moves here</header><main>${body}</main></body></html>`;
}
