import { html, raw } from "hono/html";
import { type Markup, page } from "../pages/layout.ts";
import type { Code } from "./codes.ts";

const STYLE = raw(`<style>
.code{font:600 2rem/1.2 ui-monospace,monospace;letter-spacing:.15em;margin:.25rem 0}
.accounts{list-style:none;margin:0;padding:0;display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr))}
.accounts h2{overflow-wrap:anywhere}meter{width:100%}
</style>`);

/** The page reloads itself when the first code changes; `refused` shows the form again with what was wrong. */
export function authenticatorPage(codes: readonly Code[], refused?: { uri: string; message: string }): Markup {
  const accounts = codes.map(({ account, code, remainingSeconds, period }) => {
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    return html`<li class="panel"><h2>${account}</h2><p class="code" aria-label="Code ${[...code].join(" ")}">${spaced}</p>
<p class="quiet">valid for ${remainingSeconds} s</p>
<meter min="0" max="${period}" value="${remainingSeconds}" aria-label="Seconds left"></meter>
<form method="post" action="/authenticator/remove"><input type="hidden" name="account" value="${account}">
<button class="second" aria-label="Remove ${account}">Remove</button></form></li>`;
  });
  const none = html`<p class="panel">No account yet. Seeding Stoa adds its staff accounts; you can add one below.</p>`;
  return page(
    "Authenticator",
    html`${STYLE}<h1>Authenticator</h1>
<p class="quiet">Stands in for the app on a phone. The page renews itself when a code changes.</p>
${accounts.length === 0 ? none : html`<ul class="accounts">${accounts}</ul>`}
<form class="panel" method="post" style="margin-top:1.5rem"><h2>Add an account</h2>
<label for="uri">Address from the set-up page (otpauth://…)</label>
<input id="uri" name="uri" required autocomplete="off" spellcheck="false" value="${refused?.uri ?? ""}"${
      refused ? html` aria-invalid="true" aria-describedby="uri-error"` : ""
    }>
${refused ? html`<p class="field-error" id="uri-error" role="alert">${refused.message}</p>` : ""}
<button>Add</button></form>`,
  );
}
