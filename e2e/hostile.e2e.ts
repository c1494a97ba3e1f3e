import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, type Request as Sent, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN, HOME, WEB } from "./env.ts";
import { signInAsStaff } from "./world.ts";

const owner = SEED_PEOPLE.find((person) => person.roles.includes("owner"));
const learner = SEED_PEOPLE.find((person) => person.roles.includes("learner"));
const PERSONAL = ["/account", "/orders", "/notifications", "/learn"];
const PUBLIC = ["/", "/courses", "/courses/double-entry-for-makers", "/sign-in"];

test.describe.configure({ mode: "serial" });

let shop: BrowserContext;
let office: BrowserContext;
let desk: Page;

test.beforeAll(async ({ browser }) => {
  shop = await browser.newContext();
  const page = await shop.newPage();
  await page.goto(`${WEB}/sign-in`);
  await page.getByLabel("E-mail").fill(learner?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(SEED_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  office = await browser.newContext();
  desk = await office.newPage();
  await signInAsStaff(desk, owner?.email ?? "", SEED_PASSWORD);
});
test.afterAll(async () => {
  await Promise.all([shop.close(), office.close()]);
});

async function cookiesOf(context: BrowserContext, url: string): Promise<string> {
  return (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join("; ");
}

const get = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url, { method, headers, redirect: "manual" });

test("T29 no header makes the office think that its door was passed already", async () => {
  const forms = ["middleware", "src/middleware", "proxy", "src/proxy", "pages/_middleware", "1"].flatMap((name) => [
    name,
    Array.from({ length: 5 }, () => name).join(":"),
  ]);
  for (const path of ["/", "/users", "/orders", "/export/audit"]) {
    const plain = await get(ADMIN + path);
    expect(plain.status).not.toBe(200);
    for (const form of forms) {
      const answer = await get(ADMIN + path, { "x-middleware-subrequest": form, "x-path": "/sign-in", "x-nonce": "n" });
      expect([path, form, answer.status]).toEqual([path, form, plain.status]);
      expect(await answer.text()).not.toContain(owner?.email ?? "");
    }
  }
});

/** The request of the server action that the owner's next press sends. */
async function actionOf(press: () => Promise<void>): Promise<Sent> {
  const [sent] = await Promise.all([
    desk.waitForRequest((request) => request.method() === "POST" && "next-action" in request.headers()),
    press(),
  ]);
  return sent;
}

test("T15 T31 a server action of the owner does nothing for anybody else, nor from another site", async () => {
  await desk.goto(`${ADMIN}/settings`);
  const supportField = desk.getByLabel("Address for questions");
  const before = await supportField.inputValue();
  const sent = await actionOf(() => desk.getByRole("button", { name: "Save" }).first().click());
  const body = (sent.postDataBuffer() ?? Buffer.from("")).toString("utf8").replaceAll(before, "thief@example.com");
  expect(body).toContain("thief@example.com");
  const headers = {
    "next-action": sent.headers()["next-action"] ?? "",
    "content-type": sent.headers()["content-type"] ?? "",
    accept: "text/x-component",
    origin: ADMIN,
  };
  const learnersCookies = (await cookiesOf(shop, WEB)).replaceAll("stoa.", "stoa-admin.");
  const own = await cookiesOf(office, ADMIN);
  const tries: Record<string, string>[] = [
    headers,
    { ...headers, cookie: learnersCookies },
    { ...headers, cookie: own, origin: "https://evil.example" },
    { ...headers, cookie: own, origin: "null" },
  ];
  for (const tried of tries)
    await fetch(`${ADMIN}/settings`, { method: "POST", headers: tried, body, redirect: "manual" });
  await desk.goto(`${ADMIN}/settings`);
  await expect(supportField).toHaveValue(before);
});

test("T33 what is one person's is kept by nobody on the way, and shown to no other", async () => {
  const cookie = await cookiesOf(shop, WEB);
  for (const path of PERSONAL)
    for (const [method, more] of [
      ["GET", {}],
      ["HEAD", {}],
      ["GET", { rsc: "1" }],
      ["GET", { rsc: "1", "next-router-prefetch": "1" }],
    ] as const) {
      const mine = await get(WEB + path, { ...more, cookie }, method);
      expect([path, method, mine.headers.get("cache-control")]).toEqual([
        path,
        method,
        expect.stringMatching(/private.*no-store|no-store.*private/),
      ]);
      const nobodys = await (await get(WEB + path, more, method)).text();
      expect([path, nobodys.includes(learner?.email ?? "never")]).toEqual([path, false]);
    }
});

test("T34 every page says what may run on it, and who may frame it", async () => {
  const cookie = await cookiesOf(office, ADMIN);
  const pages = [...PUBLIC.map((path) => [WEB + path, {}] as const), [`${ADMIN}/users`, { cookie }] as const];
  for (const [url, headers] of pages) {
    const answer = await get(url, headers);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect([url, answer.status]).toEqual([url, 200]);
    expect([url, policy]).toEqual([url, expect.stringMatching(/script-src[^;]*'nonce-[\w-]+'/)]);
    expect([url, policy]).toEqual([url, expect.stringMatching(/frame-ancestors 'none'/)]);
    expect([url, answer.headers.get("x-content-type-options")]).toEqual([url, "nosniff"]);
    expect([url, answer.headers.get("referrer-policy")]).toEqual([url, expect.stringMatching(/origin|no-referrer/)]);
    expect([url, answer.headers.get("x-powered-by")]).toEqual([url, null]);
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1];
    const again = await get(url, headers);
    expect(again.headers.get("content-security-policy")).not.toContain(`'nonce-${nonce}'`);
  }
});

test("T35 nothing of the workshop is served, and no secret is in what browsers load", async () => {
  const workshop = [
    "/.env",
    "/.git/config",
    "/.git/HEAD",
    "/package.json",
    "/pnpm-lock.yaml",
    "/.next/BUILD_ID",
    "/_next/../.env",
  ];
  const doors = [
    "/metrics",
    "/queues",
    "/api/debug",
    "/debug",
    "/server-status",
    "/api/trpc/__proto__",
    "/_next/image?url=http://127.0.0.1:1/",
  ];
  for (const base of [WEB, ADMIN])
    for (const path of [...workshop, ...doors]) {
      const { status } = await get(base + path);
      expect([base + path, status >= 300 && status < 500]).toEqual([base + path, true]);
    }
  const secrets = secretsOf(HOME);
  expect(secrets.length).toBeGreaterThan(3);
  for (const url of [...PUBLIC.map((path) => WEB + path), `${ADMIN}/sign-in`]) {
    const html = await (await get(url)).text();
    const files = [...html.matchAll(/\/_next\/static\/[^"'\\ )]+/g)].map(([path]) => new URL(path, url).href);
    for (const file of new Set(files)) {
      const text = await (await get(file)).text();
      expect([file, secrets.filter((secret) => text.includes(secret)).length]).toEqual([file, 0]);
      expect([file, (await get(`${file}.map`)).status]).toEqual([file, 404]);
      for (const method of ["POST", "OPTIONS", "PUT"])
        expect([file, method, (await get(file, {}, method)).status]).toEqual([file, method, 405]);
    }
    expect(secrets.filter((secret) => html.includes(secret))).toEqual([]);
  }
});

/** Every value that Stoa keeps secret on this machine, from the files that only their owner may read. */
function secretsOf(home: string): string[] {
  const files = readdirSync(home).filter((name) => /secret/i.test(name));
  return files
    .map((name) => readFileSync(join(home, name), "utf8"))
    .flatMap((text) => [...text.matchAll(/"([^"]{16,})"/g)].map(([, value = ""]) => value));
}

const SILENCE_MS = 5_000;

/** Bytes to a port, as they are; the first line of what comes back. What is never a whole request may stay unanswered. */
function answerTo(base: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname, () => socket.write(bytes, "latin1"));
    let text = "";
    const done = () => {
      socket.destroy();
      resolve(text.split("\r\n")[0] ?? "");
    };
    socket.setTimeout(SILENCE_MS, done);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (text.includes("\r\n")) done();
    });
    socket.on("error", reject);
    socket.on("close", done);
  });
}

const HOST = "Host: localhost\r\nConnection: close\r\n";
const PATHS = [
  "/courses?q=%00",
  "/courses?q=%ED%A0%80&level=%00",
  "/courses?cursor=WzEsMl0",
  "/courses?cursor=%00",
  "/courses?q=a&q=b&__proto__=1&constructor[prototype]=1",
  "/courses/%00",
  "/courses/%E0%A4%A",
  "/courses/..%2f..%2f..%2fetc%2fpasswd",
  "/courses/..%5c..%5cetc",
  "/courses/%252e%252e%252f",
  "/learn/%00/%00",
  "/orders/%00",
  "/orders/ord_%00/receipt",
  "/checkout?course=%00",
  "/verify-email?token=%00",
  "/reset-password?token=%ED%A0%80",
  "/api/v1/courses/%00",
  "/api/v1/courses?limit=1e309",
  "/api/trpc/courses.get?input=%7B%22json%22%3A%7B%22slug%22%3A%22%5Cu0000%22%7D%7D",
  "/api/trpc/%00",
  "/api/auth/%00",
  "/api/auth/callback/%E0%A4%A",
  "/api/webhooks/__proto__",
  "//evil.example/%2e%2e",
  "/%",
  "/%c0%ae%c0%ae/",
  "/_next/static/%00",
  "/_next/image?url=%00&w=64&q=75",
];
/** A form's part, cut off before the end of the form. */
const FORM_PART = '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.example';
const formPost = (body: string, headers = "") =>
  `POST /sign-in HTTP/1.1\r\n${HOST}${headers}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const RAW: readonly string[] = [
  ...PATHS.map((path) => `GET ${path} HTTP/1.1\r\n${HOST}\r\n`),
  ...PATHS.map(
    (path) => `POST ${path} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 6\r\n\r\n"\\u00"`,
  ),
  `POST /api/auth/callback/credentials HTTP/1.1\r\n${HOST}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 31\r\n\r\nemail=%00&password=%00&code=%ED`,
  `POST /courses HTTP/1.1\r\n${HOST}Next-Action: x\r\nContent-Length: 3\r\n\r\n[1]`,
  `POST /courses HTTP/1.1\r\n${HOST}Next-Action: ${"0".repeat(42)}\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n[]`,
  ...[FORM_PART, "", "{}", "--x\r\nX: y\r\n\r\nz\r\n--x--\r\n"].map((body) => formPost(body)),
  formPost(`${FORM_PART}\r\n--x--\r\n`, "Origin: https://evil.example\r\n"),
  formPost(`${FORM_PART}\r\n--x--\r\n`, "Origin: x\r\n"),
  formPost("[", "Next-Action: 60\r\n"),
  `GET / HTTP/1.1\r\n${HOST}Cookie: stoa.session=${"e".repeat(4_000)}; stoa.order=%00; stoa.device=%E0\r\n\r\n`,
  `GET / HTTP/1.1\r\n${HOST}Accept-Language: ${"x-".repeat(2_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${HOST}X-Big: ${"a".repeat(20_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${HOST}RSC: 1\r\nNext-Router-State-Tree: %00%7B\r\n\r\n`,
  `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n`,
  `POST /api/trpc/identity.signIn HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
  "GET / HTTP/1.1\r\n\r\n",
  "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  "\x16\x03\x01\x00\xa5\x01\x00",
  "\u0000".repeat(64),
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

test("T23 T87 no bytes at the door are an accident of ours, and others are served meanwhile", async () => {
  const accidents: string[] = [];
  for (const base of [WEB, ADMIN])
    for (const bytes of RAW) {
      const line = await answerTo(base, bytes);
      if (/^HTTP\/1\.1 5/.test(line)) accidents.push(`${base} ${line} ${JSON.stringify(bytes.slice(0, 120))}`);
    }
  expect(accidents).toEqual([]);
  for (const base of [WEB, ADMIN]) expect((await get(`${base}/api/health/ready`)).status).toBe(200);
});

const ROOMS = [
  "/",
  "/reviews",
  "/orders",
  "/inbox",
  "/ledger",
  "/ledger/entries",
  "/ledger/statement",
  "/courses",
].concat(["/lms", "/users", "/mails", "/queues", "/audit", "/settings", "/access"]);
const BENT = ["%00", "%ED%A0%80", "WzEsMl0", "'", "1e309", "-1", "__proto__", "a".repeat(3_000)];
const NAMES = ["q", "cursor", "sort", "status", "state", "days", "from", "until", "prefix", "address", "currency"];

test("T23 no bent link to a list or a record is an accident, for who may read it", async () => {
  const own = { [ADMIN]: await cookiesOf(office, ADMIN), [WEB]: await cookiesOf(shop, WEB) };
  const queries = BENT.map((value) => NAMES.map((name) => `${name}=${value}`).join("&"));
  const paths = (base: string, lists: readonly string[]) => [
    ...lists.flatMap((path) => queries.map((query) => `${base}${path}?${query}`)),
    ...lists.flatMap((path) => ["%00", "ord_%00", "x/%00"].map((id) => `${base}${path}/${id}`)),
  ];
  const accidents: string[] = [];
  for (const url of [...paths(ADMIN, ROOMS), ...paths(WEB, ["/courses", ...PERSONAL])]) {
    const { status } = await get(url, { cookie: own[new URL(url).origin] ?? "" });
    if (status >= 500) accidents.push(`${status} ${url.slice(0, 120)}`);
  }
  expect(accidents).toEqual([]);
});
