import { html } from "hono/html";
import type { Deps, Part } from "../part.ts";
import { type Markup, page } from "./layout.ts";

const CONTROLS = [
  ["POST /control/pay", '{ "reference": "ord_…", "outcome": "succeeded" | "failed" | "expired" }', "plays the buyer"],
  ["POST /control/refund", '{ "reference": "ord_…", "amount"?: 500 }', "refunds from the gateway's dashboard"],
  [
    "POST /control/dispute",
    '{ "reference": "ord_…", "outcome"?: "opened" | "won" | "lost" }',
    "the buyer's bank objects",
  ],
  [
    "POST /control/payout",
    '{ "reference": "pyt_…", "outcome": "succeeded" | "unclaimed" | "returned" | "failed" }',
    "plays whoever was paid out to",
  ],
  ["POST /control/replay", '{ "reference": "evt_…" | "ord_…" }', "sends webhooks once more"],
  [
    "POST /control/lms/courses",
    '{ "name": "greek", "lessons"?: ["One"], "published"?: true, "paidCourse"?: false }',
    "describes a course of the LMS",
  ],
  ["POST /control/lms/site", '{ "roles"?: ["Moderator"], "throttleUserLimit"?: 60 }', "changes how the LMS is set up"],
  [
    "POST /control/lms/complete",
    '{ "course": "greek", "member": "maya@example.com", "lessons"?: ["One"] }',
    "plays the learner",
  ],
  ["POST /control/authenticator", '{ "account": "…", "secret": "<base32>" }', "shows an account's codes"],
  [
    "POST /control/faults",
    '{ "target": "stripe", "kind": "delay", "rate": 0.5, "delayMs": 2000 }',
    "switches a fault on",
  ],
  ["DELETE /control/faults", "", "switches all faults off"],
  ["GET /control/state", "", "shows the books"],
  ["POST /control/reset", "", "empties the books"],
] as const;

/** Explains the sandbox to whoever opens it, and links what can be looked at. */
export function indexPage(parts: readonly Part[], deps: Deps): Markup {
  return page(
    "Stoa sandbox",
    html`<h1>Stoa sandbox</h1>
<p>It stands in for the services Stoa talks to, so that everything runs offline. It speaks their wire protocols, keeps its
own books, and can be told to fail.</p>
<div class="columns">
<section class="panel"><h2>Services</h2><dl>${parts.map((part) => serviceEntry(part))}</dl></section>
<section class="panel"><h2>Faults switched on</h2>${faultList(deps)}</section>
</div>
<section class="panel" style="margin-top:1.5rem"><h2>Control</h2>
<table><thead><tr><th scope="col">Call</th><th scope="col">Body</th><th scope="col">What it does</th></tr></thead>
<tbody>${CONTROLS.map(([call, body, what]) => html`<tr><td><code>${call}</code></td><td>${body}</td><td>${what}</td></tr>`)}</tbody>
</table><p><a href="/control/state">The books as JSON</a></p></section>`,
  );
}

function serviceEntry(part: Part): Markup {
  return html`<dt><a href="${part.path}">${part.title}</a></dt><dd>${part.summary}</dd>`;
}

function faultList(deps: Deps): Markup {
  const faults = deps.faults.list();
  if (faults.length === 0) return html`<p class="quiet">None. Everything answers as it should.</p>`;
  return html`<ul>${faults.map((fault) => html`<li><code>${fault.target}</code> ${fault.kind}, ${Math.round(fault.rate * 100)}%</li>`)}</ul>`;
}
