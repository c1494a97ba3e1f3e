import { html, raw } from "hono/html";
import { type Markup, page } from "../pages/layout.ts";
import type { WidgetManner } from "./keys.ts";

const STYLE = raw(`<style>
:root{color-scheme:light dark}html[data-theme=light]{color-scheme:light}html[data-theme=dark]{color-scheme:dark}
body{margin:0;font:15px/1.3 system-ui,sans-serif;background:Canvas;color:CanvasText}
.check{box-sizing:border-box;height:65px;border:1px solid GrayText;display:flex;align-items:center;gap:.75rem;padding:0 1rem}
small{margin-left:auto;opacity:.75}label{display:flex;gap:.6rem;align-items:center}input{width:1.4rem;height:1.4rem}
</style>`);

const SCRIPT = raw(`<script>
const { widget, parent: site, token, manner } = document.body.dataset;
const tell = (message) => parent.postMessage({ widget, ...message }, site);
if (manner === "blocks") tell({ error: "300030" });
if (manner === "passes") tell({ token });
document.querySelector("input")?.addEventListener("change", ({ target }) => {
  target.disabled = true;
  tell({ token });
});
</script>`);

const WORDS: Readonly<Record<Exclude<WidgetManner, "asks">, string>> = {
  passes: "✓ You are a person.",
  blocks: "✗ The check failed.",
};

export interface WidgetFrame {
  id: string;
  manner: WidgetManner;
  token: string;
  /** The page that shows the widget; nobody else hears of the token. */
  parent: string;
  theme: string;
}

/** What stands in the widget's frame. */
export function widgetFrame({ id, manner, token, parent, theme }: WidgetFrame): Markup {
  const body = manner === "asks" ? html`<label><input type="checkbox">I am a person</label>` : WORDS[manner];
  return html`<!doctype html><html lang="en" data-theme="${theme}"><head><title>Check that you are a person</title>${STYLE}</head>
<body data-widget="${id}" data-parent="${parent}" data-token="${token}" data-manner="${manner}"><div class="check">${body}<small>Sandbox</small></div>${SCRIPT}</body></html>`;
}

/** How to switch the captcha on with this sandbox. */
export function turnstilePage(url: string, keys: { siteKey: string; secretKey: string }): Markup {
  const lines = [
    `CAPTCHA_SITE_KEY=${keys.siteKey}`,
    `CAPTCHA_SECRET_KEY=${keys.secretKey}`,
    `CAPTCHA_VERIFY_URL=${url}/turnstile/v0/siteverify`,
    `CAPTCHA_SCRIPT_URL=${url}/turnstile/v0/api.js`,
  ].join("\n");
  return page(
    "Turnstile",
    html`<h1>Turnstile</h1>
<p class="quiet">Stands in for Cloudflare's captcha. Stoa asks for none until it is told to; with these lines in its
environment it asks here. Its tokens count once, for five minutes, for one site and one form.</p>
<pre class="panel">${lines}</pre>
<p>Cloudflare's keys for testing work as well: site keys 1x…AA (passes), 2x…AB (blocks) and 3x…FF (asks), secrets 1x…AA
(passes), 2x…AA (refuses) and 3x…AA (used already).</p>`,
  );
}
