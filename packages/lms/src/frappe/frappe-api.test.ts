import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "@stoa/kit";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { LmsOutcomeUnknown, LmsRefused, LmsUnavailable } from "../errors.ts";
import { createFrappeApi, type FrappeApiConfig } from "./frappe-api.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const KEY = { apiKey: "key-4711", apiSecret: "s3cret/+&" };
const shape = z.object({ message: z.string() });
const read = { method: "GET", path: "method/ping" } as const;
const write = { method: "POST", path: "resource/User", body: { email: "maya@example.com" } } as const;

/** An API whose other side answers as told. */
async function apiAgainst(answer: RequestListener, config: Partial<FrappeApiConfig> = {}) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createFrappeApi({ baseUrl, ...KEY, allowPrivateAddress: true, ...config });
}

describe("a call", () => {
  test("carries the key, the correlation id and a JSON body", async () => {
    const seen: unknown[] = [];
    const api = await apiAgainst(
      (request, response) => {
        seen.push([request.method, request.url, request.headers.authorization, request.headers["x-correlation-id"]]);
        request.on("data", (chunk: Buffer) => seen.push(JSON.parse(chunk.toString())));
        request.on("end", () => response.end('{"message":"ok","extra":1}'));
      },
      { correlationId: "cor_1" },
    );
    expect(await api.call({ ...write, query: { a: "b c" } }, shape)).toEqual({ message: "ok" });
    expect(seen).toEqual([
      ["POST", "/api/resource/User?a=b+c", "token key-4711:s3cret/+&", "cor_1"],
      { email: "maya@example.com" },
    ]);
  });

  test("T84 does not follow a redirect, so that the key goes nowhere else", async () => {
    let calls = 0;
    const api = await apiAgainst((_request, response) => {
      calls += 1;
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    });
    await expect(api.call(read, shape)).rejects.toThrow(LmsRefused);
    expect(calls).toBe(1);
  });
});

describe("a lost answer", () => {
  const cases: Record<string, RequestListener> = {
    "that never comes": () => {},
    "cut off": (request) => request.socket.destroy(),
    "cut off in the middle": (request, response) => {
      response.writeHead(200, { "content-length": "100" }).write('{"mess');
      setTimeout(() => request.socket.destroy(), 20);
    },
    "that is no JSON": (_request, response) => response.end("<html>Please sign in</html>"),
    "of another shape": (_request, response) => response.end('{"data":[]}'),
    "larger than any of Frappe's": (_request, response) => response.end("x".repeat(2_100_000)),
  };

  test.each(Object.keys(cases))("%s leaves a write unknown and a read undone", async (name) => {
    const api = await apiAgainst(cases[name] ?? (() => {}), { timeoutMs: 300 });
    await expect(api.call(write, shape)).rejects.toThrow(LmsOutcomeUnknown);
    await expect(api.call(read, shape)).rejects.toThrow(LmsUnavailable);
  });

  test("cannot be when there was no connection: the write was not sent", async () => {
    const api = await apiAgainst(() => {});
    await new Promise((closed) => servers.pop()?.close(closed));
    await expect(api.call(write, shape)).rejects.toThrow(LmsUnavailable);
  });

  test("cannot be when the name is unknown either", async () => {
    const api = createFrappeApi({ baseUrl: "http://no-such-host.invalid", ...KEY });
    await expect(api.call(write, shape)).rejects.toThrow(LmsUnavailable);
  });
});

describe("secrets and people", () => {
  test("T84 neither key nor secret is in any error, however the LMS echoes them", async () => {
    const api = await apiAgainst((request, response) => {
      const echoes = [request.headers.authorization, encodeURIComponent(KEY.apiSecret), btoa("key-4711:s3cret/+&")];
      const message = JSON.stringify({ message: echoes.join(" ") });
      response
        .writeHead(417)
        .end(JSON.stringify({ exc_type: "ValidationError", _server_messages: JSON.stringify([message]) }));
    });
    const error = await api.call(read, shape).catch((failure: unknown) => failure);
    const shown = `${String(error)} ${JSON.stringify(error)}`;
    for (const secret of ["key-4711", "s3cret", encodeURIComponent(KEY.apiSecret)]) expect(shown).not.toContain(secret);
    expect(shown).toContain("[redacted]");
  });

  test("what may be absent and is, is no warning; for whoever did not ask that, it is one", async () => {
    const warned: string[] = [];
    const quiet = () => {};
    const log: Log = {
      debug: quiet,
      info: quiet,
      warn: (_, text) => warned.push(text),
      error: quiet,
      child: () => log,
    };
    const api = await apiAgainst((_, response) => response.writeHead(404).end('{"exc_type":"DoesNotExistError"}'), {
      log,
    });
    await expect(api.call({ ...read, mayBeAbsent: true }, shape)).rejects.toThrow(LmsRefused);
    expect(warned).toEqual([]);
    await expect(api.call(read, shape)).rejects.toThrow(LmsRefused);
    expect(warned).toEqual(["LMS call failed"]);
  });

  test("no log line names a person or a secret", async () => {
    const lines: string[] = [];
    const keep = (fields: unknown, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log };
    const api = await apiAgainst(
      (request, response) => response.writeHead(request.method === "GET" ? 404 : 200).end('{"message":"ok"}'),
      { log },
    );
    await api.call({ ...read, path: "resource/User/maya%40example.com" }, shape).catch(() => {});
    await api.call(write, shape);
    expect(lines).toHaveLength(3);
    expect(lines.join()).toContain("GET resource/User");
    expect(lines.join()).not.toMatch(/maya|s3cret|key-4711/);
  });
});
