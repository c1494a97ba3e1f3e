import type { Money } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { MAIL_LOCALES, type MailData, type MailLocale, type MailTemplate } from "./mail-data.ts";
import { MAIL_TEMPLATES, renderMail } from "./render-mail.ts";

const eur = (amount: number): Money => ({ amount, currency: "EUR" });
const greeted = { name: "Maya" };
const happened = { at: "2026-11-21T10:03:00.000Z", timeZone: "Europe/Paris" };
const link = (path: string) => `https://stoa.example/${path}?token=a-b_c&next=%2Fme`;

const payout = {
  payoutId: "pyt_01",
  amount: eur(4200),
  account: "PayPal m•••@example.com",
  payoutsUrl: link("account/payouts"),
};

const SAMPLES: MailData = {
  "verify-email": { ...greeted, verifyUrl: link("verify"), validForMinutes: 1440 },
  "password-reset": { ...greeted, resetUrl: link("reset"), validForMinutes: 30 },
  "email-change-confirm": { ...greeted, confirmUrl: link("confirm"), validForMinutes: 60 },
  "email-changed-notice": { ...greeted, ...happened, newEmail: "m…@example.com", supportUrl: link("support") },
  "password-changed-notice": { ...greeted, ...happened, resetUrl: link("reset") },
  "account-exists": { ...greeted, signInUrl: link("sign-in"), resetUrl: link("reset") },
  "two-factor-changed": { ...greeted, ...happened, change: "enabled", securityUrl: link("security") },
  "new-device-sign-in": {
    ...greeted,
    ...happened,
    device: "Firefox on Linux",
    ipAddress: "203.0.113.9",
    sessionsUrl: link("sessions"),
  },
  "order-receipt": {
    ...greeted,
    ...happened,
    orderId: "ord_01",
    invoiceNumber: "2026-000042",
    lines: [
      { title: "Greek for beginners", quantity: 1, amount: eur(4900), url: link("courses/greek") },
      { title: "Notebook", quantity: 2, amount: eur(1200), url: null },
    ],
    tax: { amount: eur(1017), rateBps: 2000, included: true },
    total: eur(6100),
    gift: "none",
    orderUrl: link("orders/ord_01"),
    claimUrl: link("claim"),
    lmsPending: true,
  },
  "enrolment-ready": { ...greeted, courseTitle: "Greek", courseUrl: link("learn"), lmsUrl: link("lms") },
  "payment-held-for-review": { ...greeted, orderId: "ord_01", paid: eur(100), orderUrl: link("orders/ord_01") },
  "refund-issued": {
    ...greeted,
    orderId: "ord_01",
    creditNoteNumber: "STOA-CN-2026-000001",
    amount: eur(2900),
    ended: ["Greek"],
    orderUrl: link("orders/ord_01"),
  },
  "payment-disputed": {
    ...greeted,
    orderId: "ord_01",
    amount: eur(4900),
    state: "opened",
    orderUrl: link("orders/ord_01"),
  },
  "checkout-expired": { ...greeted, titles: ["Greek", "Latin"], checkoutUrl: link("checkout") },
  "affiliate-welcome": {
    ...greeted,
    link: link("?ref=asha"),
    code: "asha",
    rateBps: 1000,
    dashboardUrl: link("affiliate"),
  },
  "affiliate-first-sale": {
    ...greeted,
    commission: eur(408),
    availableAt: happened.at,
    timeZone: happened.timeZone,
    dashboardUrl: link("affiliate"),
  },
  "affiliate-suspended": { ...greeted, reason: "Bought through own link", supportUrl: link("support") },
  "payout-account-changed": {
    ...greeted,
    ...happened,
    service: "PayPal",
    account: "m•••@example.com",
    usableFrom: "2026-11-24T10:03:00.000Z",
    url: link("account/payouts"),
  },
  "payout-sent": { ...greeted, ...payout },
  "payout-failed": { ...greeted, ...payout, came: "refused" },
  "payout-approval-needed": { ...greeted, payouts: 12, total: eur(84_000), payoutsUrl: link("payouts") },
  "grant-approved": {
    ...greeted,
    courseTitle: "Greek",
    percent: 75,
    toPay: eur(1_225),
    code: "GRANT-7K2M-Q0XD-84TB",
    until: "2026-12-21T10:03:00.000Z",
    timeZone: "UTC",
    redeemUrl: link("checkout"),
  },
  "grant-rejected": {
    ...greeted,
    courseTitle: "Greek",
    reason: "The fund is for beginners.",
    catalogueUrl: link("courses"),
  },
  "grant-revoked": { ...greeted, courseTitle: "Greek", reason: "You asked us to.", catalogueUrl: link("courses") },
  "account-blocked": { ...greeted, reason: "Chargebacks", supportUrl: link("support") },
  "ops-alert": {
    ...happened,
    severity: "critical",
    title: "The ledger does not balance",
    summary: "One invariant is broken.",
    facts: [{ label: "invariant", value: "transfers-balance" }],
    runbookUrl: link("runbooks/ledger"),
  },
};

const EVERY = MAIL_TEMPLATES.flatMap((template) => MAIL_LOCALES.map((locale) => [template, locale] as const));
const render = <T extends MailTemplate>(template: T, locale: MailLocale) =>
  renderMail(template, locale, SAMPLES[template]);

/** What a person reads in the HTML body. */
function visible(html: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

function urlsIn(data: unknown): string[] {
  return [...JSON.stringify(data).matchAll(/https:\/\/stoa\.example[^"\\]*/g)].map(([url]) => url);
}

describe.each(EVERY)("%s in %s", (template, locale) => {
  const mail = render(template, locale);

  test("has a subject of one short line and a body without gaps", () => {
    expect(mail.subject).toMatch(/^\S.{3,90}\S$/u);
    for (const body of [mail.text, mail.html]) expect(body).not.toMatch(/undefined|\bnull\b|NaN|\[object|Invalid Date/);
  });

  test("holds every link in both bodies", () => {
    const urls = urlsIn(SAMPLES[template]);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) {
      expect(mail.text).toContain(url);
      expect(mail.html).toContain(`href="${url.replaceAll("&", "&amp;")}"`);
    }
  });

  test("says the same in text as in HTML", () => {
    const oneSpace = (text: string) => text.replace(/\s+/g, " ");
    const read = oneSpace(visible(mail.html));
    for (const line of mail.text.split("\n")) {
      for (const part of line.split(/ {2}/)) {
        const words = part.trim().replace(/:$/, "");
        const isUrl = words.startsWith("https://");
        const label = words.split(": ");
        if (!isUrl) for (const piece of label) expect(read).toContain(oneSpace(piece).trim());
      }
    }
  });

  test("is one accessible document in its language", () => {
    const tag = { en: "en-GB", hi: "hi-IN", fr: "fr-FR" }[locale];
    expect(mail.html).toContain(`<html lang="${tag}">`);
    expect(mail.html.match(/<h1/g)).toHaveLength(1);
    expect(mail.html).not.toMatch(/<script|<img|javascript:|onload|onerror/i);
    expect(mail.html).toContain("prefers-color-scheme:dark");
  });
});

describe("languages", () => {
  test.each(MAIL_TEMPLATES)("%s says something else in each", (template) => {
    expect(new Set(MAIL_LOCALES.map((locale) => render(template, locale).text)).size).toBe(3);
  });

  test("Hindi mails are written in Devanagari", () => {
    for (const template of MAIL_TEMPLATES) expect(render(template, "hi").text).toMatch(/\p{Script=Devanagari}/u);
  });

  test("times, spans, rates and money are written as the reader writes them", () => {
    expect(render("order-receipt", "en").text).toContain("21 November 2026, 11:03 (CET)");
    expect(render("order-receipt", "fr").text).toContain("21 novembre 2026, 11:03 (UTC+1)");
    expect(render("order-receipt", "fr").text).toMatch(/49,00\s€/);
    expect(render("order-receipt", "fr").text).toMatch(/Dont TVA \(20\s%\)/);
    expect(render("verify-email", "en").text).toContain("24 hours");
    expect(render("password-reset", "hi").text).toContain("30 मिनट");
  });
});

describe("the receipt", () => {
  const receipt = SAMPLES["order-receipt"];

  test("leads a guest to claim the purchase and a member to the course", () => {
    expect(renderMail("order-receipt", "en", receipt).text).toContain("Open your purchase:");
    const member = renderMail("order-receipt", "en", { ...receipt, claimUrl: null, lmsPending: false });
    expect(member.text).toContain(`Start learning:\n${link("courses/greek")}`);
    expect(member.text).not.toContain("learning system");
  });

  test("counts quantities and puts tax on top or inside", () => {
    const added = renderMail("order-receipt", "en", {
      ...receipt,
      tax: { amount: eur(1159), rateBps: 1950, included: false },
    });
    expect(added.text).toContain("2 × Notebook  €12.00\nTax (19.5%)  €11.59\nTotal paid  €61.00");
    expect(renderMail("order-receipt", "en", receipt).text).toContain("Total paid  €61.00\nIncludes tax (20%)  €10.17");
    expect(renderMail("order-receipt", "en", { ...receipt, tax: null }).text).not.toContain("tax");
  });

  test("of a donation says that it is none of a purchase, in every language", () => {
    const gift = { ...receipt, lines: [{ title: "Fund", quantity: 1, amount: eur(5000), url: null }], claimUrl: null };
    for (const locale of MAIL_LOCALES) {
      const [given, bought] = (["all", "none"] as const).map((all) =>
        renderMail("order-receipt", locale, { ...gift, gift: all, lmsPending: false }),
      );
      expect(given?.subject).not.toBe(bought?.subject);
      expect(given?.text).not.toBe(bought?.text);
    }
    const given = renderMail("order-receipt", "en", { ...gift, gift: "all", lmsPending: false }).text;
    expect(given).toContain("a donation, not a purchase: it opens no course");
    expect(given).not.toMatch(/bought|yours now/);
    expect(renderMail("order-receipt", "en", { ...receipt, gift: "part" }).text).toContain(
      "The donation in it is a gift",
    );
  });

  test("without anything to open has no button", () => {
    const lines = [{ title: "Tip", quantity: 1, amount: eur(500), url: null }];
    expect(renderMail("order-receipt", "en", { ...receipt, lines, claimUrl: null }).html).not.toContain(
      'class="button"',
    );
  });
});

test("a refund of what never was a sale names no credit note", () => {
  const { text } = renderMail("refund-issued", "en", {
    ...SAMPLES["refund-issued"],
    creditNoteNumber: null,
    ended: [],
  });
  expect(text).not.toMatch(/credit note/i);
});

test.each(["opened", "won", "lost"] as const)("a dispute that is %s has its words", (state) => {
  const bodies = MAIL_LOCALES.map(
    (locale) => renderMail("payment-disputed", locale, { ...SAMPLES["payment-disputed"], state }).text,
  );
  expect(new Set(bodies).size).toBe(3);
});

describe("every change of the second factor", () => {
  test.each(["enabled", "disabled", "recovery-codes-renewed", "recovery-code-used"] as const)(
    "%s has its words",
    (change) => {
      const subjects = MAIL_LOCALES.map(
        (locale) => renderMail("two-factor-changed", locale, { ...SAMPLES["two-factor-changed"], change }).subject,
      );
      expect(new Set(subjects).size).toBe(3);
    },
  );
});

describe("hostile text", () => {
  const verify = (name: string | null) => renderMail("verify-email", "en", { ...SAMPLES["verify-email"], name });

  test("a name is escaped in HTML and left alone in text", () => {
    const mail = verify(`<b onclick="x">O'Neil & co`);
    expect(mail.html).toContain("Hello &lt;b onclick=&quot;x&quot;&gt;O&#39;Neil &amp; co,");
    expect(mail.text).toContain(`Hello <b onclick="x">O'Neil & co,`);
  });

  test.each([
    "http://evil.example",
    "win at evil.example",
    "www evil",
    "me@evil.example",
    "x".repeat(61),
    "  \u202e ",
    "",
  ])("a name like %o is not greeted", (name) => {
    expect(verify(name).text).toMatch(/^Hello,\n/);
  });

  test("a name cannot break a line or turn the text around", () => {
    expect(verify("Maya\r\nBcc: all\u202e").text).toMatch(/^Hello,\n/);
    expect(verify("Maya\n\nRao").text).toMatch(/^Hello Maya Rao,\n/);
  });

  test("a title can break neither the subject nor the markup", () => {
    const mail = renderMail("enrolment-ready", "en", {
      ...SAMPLES["enrolment-ready"],
      courseTitle: "Greek\r\nBcc: all@example.com</title><script>alert(1)</script>",
    });
    expect(mail.subject).toBe("You are enrolled: Greek Bcc: all@example.com</title><script>alert(1)</script>");
    expect(mail.html).not.toContain("<script");
    expect(mail.html.match(/<\/title>/g)).toHaveLength(1);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "/relative", ""])(
    "a link to %o is a defect of ours",
    (verifyUrl) => {
      expect(() => renderMail("verify-email", "en", { ...SAMPLES["verify-email"], verifyUrl })).toThrow(
        "not a web address",
      );
    },
  );

  test("a link cannot end its attribute", () => {
    const verifyUrl = `https://stoa.example/"><script>alert(1)</script>`;
    expect(renderMail("verify-email", "en", { ...SAMPLES["verify-email"], verifyUrl }).html).not.toContain("<script");
  });
});
