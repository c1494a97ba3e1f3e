import { expect, test } from "vitest";
import { isPersonsVisit } from "./visits.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const NAVIGATION = { "user-agent": FIREFOX, "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" };

function counts(headers: Record<string, string>, method = "GET"): boolean {
  const sent = new Headers(headers);
  return isPersonsVisit({ method, header: (name) => sent.get(name) });
}

test("a person who opens a page is a visit, from another site too", () => {
  expect(counts(NAVIGATION)).toBe(true);
  expect(counts({ ...NAVIGATION, "sec-fetch-site": "cross-site", "sec-fetch-user": "?1" })).toBe(true);
});

test("an older browser is told by what it accepts", () => {
  expect(counts({ "user-agent": FIREFOX, accept: "text/html,application/xhtml+xml" })).toBe(true);
  expect(counts({ "user-agent": FIREFOX, accept: "image/avif,*/*" })).toBe(false);
});

test.each([
  ["an image", { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" }],
  ["a frame", { "sec-fetch-dest": "iframe" }],
  ["a frame of old", { "sec-fetch-dest": "frame" }],
  ["an embedded object", { "sec-fetch-dest": "embed" }],
  ["a script's fetch", { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" }],
  ["a fetch that claims to be a document", { "sec-fetch-mode": "cors" }],
  ["a prefetch", { "sec-purpose": "prefetch" }],
  ["a prerender", { "sec-purpose": "prefetch;prerender" }],
  ["a prefetch of old", { purpose: "prefetch" }],
  ["a router's prefetch", { "next-router-prefetch": "1" }],
  ["a router's fetch", { rsc: "1" }],
])("T75 %s is no visit", (_, headers) => {
  expect(counts({ ...NAVIGATION, ...headers })).toBe(false);
});

test("T75 a form that another site sends is no visit", () => {
  for (const method of ["POST", "HEAD", "PUT", "OPTIONS"]) expect(counts(NAVIGATION, method)).toBe(false);
});

test.each([
  "",
  "Googlebot/2.1 (+http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0)",
  "facebookexternalhit/1.1",
  "WhatsApp/2.23",
  "Slackbot-LinkExpanding 1.0",
  "TelegramBot (like TwitterBot)",
  "curl/8.5.0",
  "python-requests/2.32",
  "Mozilla/5.0 HeadlessChrome/140.0",
])("a program is no visit: %s", (agent) => {
  expect(counts({ ...NAVIGATION, "user-agent": agent })).toBe(false);
});
