import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formAttempts } from "./form-attempts.ts";
import { type Gate, openGate } from "./gate.ts";

let app: Server;
let gate: Gate;
const FORM = `<form action="" encType="multipart/form-data" method="POST">
  <input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;60&quot;}"/><input type="email" name="email"/></form>`;

beforeAll(async () => {
  app = createServer(({ url = "", headers }, response) => {
    if (url === "/cut") return void response.destroy();
    if (url === "/form") return void response.end(FORM);
    if (url === "/leave") return void response.writeHead(307, { location: "/sign-in?ended=1" }).end();
    response.writeHead(url.startsWith("/broken") ? 500 : 200).end(headers.cookie ?? "nobody");
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  gate = await openGate("web", () => (app.address() as AddressInfo).port);
});
afterAll(async () => {
  await gate.close();
  app.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(gate.url + path, { headers, redirect: "manual" });

test("the gate counts what a tool sends, as the persona whose turn it is, whatever session the tool carries", async () => {
  let sessions = 0;
  const traffic = await gate.admit({ name: "buyer", cookie: async () => `s=${++sessions}` });
  expect(await (await get("/a", { cookie: "theme=dark; s=stolen" })).text()).toBe("theme=dark; s=1");
  await get("/leave");
  expect(await (await get("/a")).text()).toBe("s=2");
  expect(traffic).toEqual({
    requests: 3,
    renewed: 1,
    statuses: new Map([
      [200, 2],
      [307, 1],
    ]),
  });
  await gate.admit(null);
  expect(await (await get("/a")).text()).toBe("nobody");
});

test("an answer of 5xx and a line that is cut are accidents, by their path", async () => {
  await gate.admit(null);
  await get("/broken?q=1");
  await get("/cut").catch(() => {});
  expect(gate.accidents().map(({ what, where }) => `${what}: ${where}`)).toEqual([
    "answered 500: web GET /broken",
    "cut the line: web GET /cut",
  ]);
});

test("a form of a page becomes a request that a browser without a script would send", async () => {
  await gate.admit(null);
  const [attempt] = await formAttempts(gate.url, "/form");
  expect(attempt?.contentType).toMatch(/^multipart\/form-data; boundary=/);
  expect(attempt?.body).toContain('name="$ACTION_1:0"\r\n\r\n{"id":"60"}\r\n');
  expect(attempt?.body).toContain('name="email"\r\n\r\nreader@example.com\r\n');
});
