import type { LookupFunction } from "node:net";
import { beforeEach, describe, expect, test } from "vitest";
import { type Answer, type Post, postMessage } from "./post-message.ts";
import { testReceiver } from "./testing/receiver.ts";

const receiver = testReceiver();

beforeEach(() => receiver.reset());

function post(more: Partial<Post> = {}): Promise<Answer> {
  return postMessage({
    url: receiver.url,
    headers: { "content-type": "application/json", "webhook-id": "evt_1" },
    body: '{"name":"Zoë"}',
    reachable: { internal: true },
    signal: new AbortController().signal,
    ...more,
  });
}

/** A resolver that gives these addresses, one list for each time it is asked, the last one from then on. */
function resolver(...answers: string[][]): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, _, done) => {
    asked.push(host);
    const addresses = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { lookup, asked };
}

describe("a message that is posted", () => {
  test("arrives byte for byte, and the answer is told", async () => {
    receiver.answer((response) => response.writeHead(201, { "retry-after": "7" }).end("taken"));
    expect(await post()).toMatchObject({ status: 201, response: "taken", error: null, retryAfter: "7" });
    const [one] = receiver.received;
    expect(one).toMatchObject({ path: "/hooks", body: '{"name":"Zoë"}' });
    expect(one?.headers).toMatchObject({ "webhook-id": "evt_1", "content-length": "15", connection: "close" });
  });

  test("and refused is told with the beginning of the answer, without what must not be kept", async () => {
    receiver.answer((response) =>
      response.writeHead(500).end(`broken\u0000 for ada@example.com ${"x".repeat(10_000)}`),
    );
    const { status, response } = await post();
    expect(status).toBe(500);
    expect(response).toMatch(/^broken for /);
    expect(response).not.toContain("ada@example.com");
    expect(response?.length).toBeLessThan(2_100);
  });

  test("is not sent on by a redirect", async () => {
    receiver.answer((response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end());
    expect(await post()).toMatchObject({ status: 302 });
    expect(receiver.received).toHaveLength(1);
  });

  test("is given up when no answer comes in time", async () => {
    receiver.answer(() => {});
    expect(await post({ timeoutMs: 100 })).toMatchObject({ status: null, error: expect.stringContaining("timeout") });
  });

  test("is given up when the job's time is up", async () => {
    const job = new AbortController();
    receiver.answer(() => job.abort(new Error("the worker stops")));
    expect(await post({ signal: job.signal })).toMatchObject({ status: null, error: "Error: the worker stops" });
  });

  test("was taken once the status says so, however slowly the body drips", async () => {
    receiver.answer((response) => response.writeHead(200).write("drip"));
    expect(await post({ timeoutMs: 3_000 })).toMatchObject({ status: 200, response: "drip", error: null });
  });

  test("was taken once the status says so, though the connection is cut then", async () => {
    receiver.answer((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    expect(await post()).toMatchObject({ status: 200, error: null });
  });

  test("is not answered when the connection is cut before", async () => {
    receiver.answer((response) => response.destroy());
    expect(await post()).toMatchObject({ status: null, error: expect.stringContaining("hang up") });
  });

  test("is not answered by a receiver that would rather speak another protocol", async () => {
    receiver.answer(({ socket }) =>
      socket?.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
    );
    expect(await post()).toMatchObject({ status: null, error: "Error: the connection was closed without an answer" });
  });

  test("is answered by no more than is kept of an endless body", async () => {
    let written = 0;
    receiver.answer((response) => {
      response.writeHead(200);
      const more = () => {
        if (response.destroyed) return;
        written += 65_536;
        response.write(Buffer.alloc(65_536, "x"), more);
      };
      more();
    });
    const { status, response } = await post();
    expect({ status, kept: response?.length }).toEqual({ status: 200, kept: 2_048 });
    expect(written).toBeLessThan(50_000_000);
  });

  test("to nobody is told as such", async () => {
    expect(await post({ url: "http://127.0.0.1:1/" })).toMatchObject({
      status: null,
      error: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("a name", () => {
  const outside = { reachable: { internal: false }, url: "https://hooks.example.com/", timeoutMs: 5_000 };

  test.each([["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"], ["93.184.216.34", "127.0.0.1"]])(
    "T84 that resolves to %s is not connected to",
    async (...addresses) => {
      const { lookup, asked } = resolver(addresses);
      const { status, error } = await post({ ...outside, lookup });
      expect({ status, asked }).toEqual({ status: null, asked: ["hooks.example.com"] });
      expect(error).toContain("inside a private network");
    },
  );

  test("is asked once a post, by the connection itself, so that what was judged is what is connected to", async () => {
    const { lookup, asked } = resolver(["127.0.0.1"], ["10.0.0.1"]);
    const url = `http://hooks.example.com:${receiver.port}/hooks`;
    expect(await post({ url, lookup })).toMatchObject({ status: 204 });
    expect(receiver.received[0]?.headers.host).toBe(`hooks.example.com:${receiver.port}`);
    expect(asked).toEqual(["hooks.example.com"]);
  });

  test("T84 that was public when it was registered is judged anew at every post", async () => {
    const { lookup, asked } = resolver(["127.0.0.1"]);
    const { error } = await post({ ...outside, lookup });
    expect(error).toContain("inside a private network");
    expect([asked.length, receiver.received.length]).toEqual([1, 0]);
  });

  test("without an address is told as such", async () => {
    const { lookup } = resolver([]);
    expect(await post({ ...outside, lookup })).toMatchObject({ error: expect.stringContaining("has no address") });
  });

  test("is not needed to refuse an address that is written out", async () => {
    const { lookup, asked } = resolver([]);
    const { error } = await post({ ...outside, url: "https://127.0.0.1:8443/", lookup });
    expect(error).toContain("inside a private network");
    expect(asked).toEqual([]);
  });
});
