import { html, raw } from "hono/html";
import { type Markup, page } from "../pages/layout.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { findMail, findRawMail, listMails, type MailSummary, type StoredMail } from "./mailbox.ts";

/** The mailbox: everything Stoa sent, to whomever. */
export function mailPages(app: SandboxApp, { books }: Deps): void {
  app.get("/mail", async (context) => {
    const to = (context.req.query("to") ?? "").trim();
    const before = context.req.query("before");
    const { mails, older } = await listMails(
      books,
      to,
      before !== undefined && /^\d{1,18}$/.test(before) ? before : null,
    );
    return context.html(listPage(mails, to, older));
  });
  app.get("/mail/:seq", async (context) => {
    const mail = await findMail(books, context.req.param("seq"));
    return mail === null ? context.html(absentPage(), 404) : context.html(mailPage(mail));
  });
  app.get("/mail/:seq/html", async (context) => {
    const mail = await findMail(books, context.req.param("seq"));
    if (mail === null) return context.html(absentPage(), 404);
    context.header("content-security-policy", BODY_POLICY);
    return context.html(mail.html.replace(/<head>/i, '<head><base target="_blank">'));
  });
  app.get("/mail/:seq/raw", async (context) => {
    const message = await findRawMail(books, context.req.param("seq"));
    if (message === null) return context.html(absentPage(), 404);
    return context.body(Buffer.from(message).toString("utf8"), 200, { "content-type": "text/plain; charset=utf-8" });
  });
}

/** A mail is foreign text: it may style itself and open links in a new tab, and nothing else. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";
const BODY_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox ${SANDBOX}`;

const STYLE = raw(`<style>
.search{display:flex;gap:.75rem;align-items:end;margin:1rem 0 1.5rem}.search div{flex:1}.search label{margin-top:0}
.search button{width:auto;margin:0}
.mails{list-style:none;margin:0;padding:0}.mails li{border-top:1px solid var(--line)}.mails li:first-child{border-top:0}
.mails a{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1rem;padding:.8rem 0;color:inherit;text-decoration:none}
.mails a:hover strong{text-decoration:underline}.mails span{overflow:hidden;text-overflow:ellipsis}
iframe{width:100%;height:40rem;border:1px solid var(--line);border-radius:.4rem;background:#fff;resize:vertical}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0}.links{overflow-wrap:anywhere}
dl.head{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;margin:1rem 0}dl.head dd{margin:0;overflow-wrap:anywhere}
</style>`);

function listPage(mails: readonly MailSummary[], to: string, older: string | null): Markup {
  const items = mails.map(
    (mail) => html`<li><a href="/mail/${mail.seq}"><strong>${mail.subject || "(no subject)"}</strong>
${timeOf(mail.receivedAt)}<span class="quiet">to ${mail.recipient}</span></a></li>`,
  );
  const none = to === "" ? "No mail yet. Whatever Stoa sends arrives here." : `No mail to an address like “${to}”.`;
  return page(
    "Mailbox",
    html`${STYLE}<h1>Mailbox</h1><p class="quiet">Every mail Stoa sends on this machine ends here; none leaves it.</p>
<form class="search" role="search" method="get"><div><label for="to">Recipient</label>
<input id="to" name="to" type="search" value="${to}" autocomplete="off"></div><button>Search</button></form>
<div class="panel">${items.length === 0 ? html`<p>${none}</p>` : html`<ul class="mails">${items}</ul>`}</div>
${older === null ? "" : html`<p><a href="/mail?${new URLSearchParams({ to, before: older })}">Older mails</a></p>`}`,
  );
}

function mailPage(mail: StoredMail): Markup {
  const links = mail.links.map((link) => html`<li><a href="${link}">${link}</a></li>`);
  return page(
    mail.subject || "Mail",
    html`${STYLE}<p><a href="/mail">Mailbox</a></p><h1>${mail.subject || "(no subject)"}</h1>
<dl class="head"><dt>To</dt><dd><a href="/mail?${new URLSearchParams({ to: mail.recipient })}">${mail.recipient}</a></dd>
<dt>From</dt><dd>${mail.sender}</dd><dt>Received</dt><dd>${timeOf(mail.receivedAt)}</dd>
<dt>Message-ID</dt><dd>${mail.messageId}${mail.copy > 1 ? ` (delivery ${mail.copy} of the same mail)` : ""}</dd></dl>
<section class="panel"><h2>Links</h2>${links.length === 0 ? html`<p>None.</p>` : html`<ul class="links">${links}</ul>`}</section>
${
  mail.html === ""
    ? ""
    : html`<h2 style="margin-top:1.5rem">As HTML</h2>
<iframe title="The mail as HTML" sandbox="${SANDBOX}" src="/mail/${mail.seq}/html"></iframe>`
}
<h2 style="margin-top:1.5rem">As text</h2><div class="panel"><pre>${mail.text}</pre></div>
<p><a href="/mail/${mail.seq}/raw">As it came</a></p>`,
  );
}

function timeOf(at: Date): Markup {
  const iso = at.toISOString();
  return html`<time class="quiet" datetime="${iso}">${iso.slice(0, 19).replace("T", " ")} UTC</time>`;
}

function absentPage(): Markup {
  return page("No such mail", html`<h1>No such mail</h1><p><a href="/mail">Mailbox</a></p>`);
}
