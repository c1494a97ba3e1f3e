import type { IncomingMessage, ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type RunningServer, serveRequests } from "./serve-requests.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
const hello: Handle = async (request, response) => {
  response.end(JSON.stringify({ peer: request.headers["x-stoa-peer"] }));
};
let server: RunningServer | undefined;
let sockets: Socket[] = [];

async function serve(handle: Handle = hello) {
  const bounds = { headersMs: 300, requestMs: 2_000, closeMs: 1_500 };
  server = await serveRequests(handle, { port: 0, host: "127.0.0.1", bounds });
  return { server, url: `http://127.0.0.1:${server.port}` };
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server?.close();
});

/** A connection of its own with what it has been answered and whether it was cut. */
function open(port: number, text: string) {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let answer = "";
  socket.on("data", (chunk) => {
    answer += String(chunk);
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.write(text);
  return { socket, closed, answer: () => answer };
}

test("T106 a head that drips in is cut, while others are served", async () => {
  const { server, url } = await serve();
  const slow = open(server.port, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  const drip = setInterval(() => slow.socket.write("x"), 50);
  expect((await fetch(url)).status).toBe(200);
  await slow.closed;
  clearInterval(drip);
  expect(slow.answer()).toMatch(/^HTTP\/1.1 408/);
});

test("T106 a huge head is refused", async () => {
  const { server } = await serve();
  const huge = open(server.port, `GET / HTTP/1.1\r\nHost: a\r\nX-Huge: ${"x".repeat(20_000)}\r\n\r\n`);
  await huge.closed;
  expect(huge.answer()).toMatch(/^HTTP\/1.1 431/);
});

test("T87 an address that does not decode, a star and TRACE are refused before anybody stumbles over them", async () => {
  const reached: unknown[] = [];
  const { server } = await serve(async (request, response) => {
    reached.push(request.url);
    response.end();
  });
  const lines = ["GET /courses/%E0%A4%A", "GET /%", "POST /%ff/x?y=1", "OPTIONS *", "TRACE /", "GET //[::1"];
  for (const line of lines) {
    const bad = open(server.port, `${line} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await bad.closed;
    expect([line, bad.answer().split("\r\n")[0]]).toEqual([line, "HTTP/1.1 400 Bad Request"]);
    expect(bad.answer()).toContain('"code":"not_a_request"');
  }
  expect(reached).toEqual([]);
  const good = open(server.port, "GET /%E0%A4%95?q=%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  await good.closed;
  expect(reached).toEqual(["/%E0%A4%95?q=%ff"]);
});

test("the peer's address comes from the socket, whatever a client claims", async () => {
  const { url } = await serve();
  const answer = await fetch(url, { headers: { "x-stoa-peer": "203.0.113.9" } });
  expect(await answer.json()).toEqual({ peer: "127.0.0.1" });
});

test("told to stop, it lets a running request end and takes no other", async () => {
  const arrived = Promise.withResolvers<void>();
  const { server, url } = await serve(async (_request, response) => {
    arrived.resolve();
    await sleep(400);
    response.end("done");
  });
  const running = fetch(url);
  await arrived.promise;
  const closed = server.close();
  await expect(fetch(url)).rejects.toThrow();
  expect(await (await running).text()).toBe("done");
  await closed;
});

test("a request that never ends does not keep it from stopping", async () => {
  const arrived = Promise.withResolvers<void>();
  const { server, url } = await serve(() => {
    arrived.resolve();
    return new Promise(() => {});
  });
  const stuck = fetch(url).catch(() => "cut");
  await arrived.promise;
  await server.close();
  expect(await stuck).toBe("cut");
});

test("a handler that fails takes its own connection down and no other", async () => {
  const { url } = await serve(async (request, response) => {
    if (request.url === "/bad") throw new Error("broken");
    response.end("fine");
  });
  await expect(fetch(`${url}/bad`)).rejects.toThrow();
  expect(await (await fetch(url)).text()).toBe("fine");
});
