import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startProxy, type TcpProxy } from "./proxy.ts";

const echo = createServer((socket) => {
  socket.on("error", () => {});
  socket.pipe(socket);
});
let proxy: TcpProxy;

beforeEach(async () => {
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  proxy = await startProxy(
    () => (echo.address() as AddressInfo).port,
    () => 0.5,
  );
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function line() {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(proxy.through("http://127.0.0.1:1")).port) });
  socket.setEncoding("utf8");
  await once(socket, "connect");
  return socket;
}

test("a fair proxy passes what is said, both ways", async () => {
  const socket = await line();
  socket.write("hello");
  expect(await once(socket, "data")).toEqual(["hello"]);
  socket.destroy();
});

test("a line that is reset ends with an error", async () => {
  const socket = await line();
  proxy.turn({ kind: "reset", rate: 1 });
  socket.write("hello");
  expect(await once(socket, "error")).toMatchObject([{ code: "ECONNRESET" }]);
});

test("a dead line swallows what is said, and is found broken when the weather changes", async () => {
  const socket = await line();
  socket.write("one");
  await once(socket, "data");
  let heard = "";
  socket.on("data", (text) => (heard += text));
  proxy.turn({ kind: "half_open" });
  socket.write("two");
  const broken = once(socket, "error");
  // Whether the bytes have reached the proxy by now is for the machine to say; turning until they have is not.
  const turning = setInterval(() => proxy.turn({ kind: "half_open" }), 5);
  await broken;
  clearInterval(turning);
  expect(heard).toBe("");
});

test("a dripping line passes every byte, one at a time", async () => {
  const socket = await line();
  proxy.turn({ kind: "drip", byteEveryMs: 1 });
  let heard = "";
  socket.on("data", (text) => (heard += text));
  socket.write("slowly");
  while (heard.length < 6) await once(socket, "data");
  expect(heard).toBe("slowly");
  socket.destroy();
});
