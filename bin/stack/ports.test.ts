import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { Failed } from "../command.ts";
import { freePort, isFree, readPorts, requireFreePorts } from "./ports.ts";

const servers: Server[] = [];

function occupy(): Promise<number> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
  );
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe("the ports", () => {
  test("are the documented ones unless a variable moves them", () => {
    expect(readPorts({ ADMIN_PORT: "4001" })).toMatchObject({ WEB_PORT: 3000, ADMIN_PORT: 4001, WORKER_PORT: 3003 });
  });

  test.each(["abc", "0", "70000", "30.5"])("refuse %s, naming the variable", (value) => {
    expect(() => readPorts({ WEB_PORT: value })).toThrow(
      new Failed(`WEB_PORT is "${value}"; a port is a whole number from 1 to 65535.`),
    );
  });

  test("refuse one number for two apps", () => {
    expect(() => readPorts({ WORKER_PORT: "3000" })).toThrow("WEB_PORT and WORKER_PORT are both 3000");
  });
});

describe("a port in use", () => {
  test("is told with the variable that changes it", async () => {
    const port = await occupy();
    expect(await isFree(port, "127.0.0.1")).toBe(false);
    await expect(requireFreePorts({ WEB_PORT: port }, "127.0.0.1")).rejects.toThrow(
      `Port ${port} is in use by another program; set WEB_PORT to a free one.`,
    );
  });

  test("is not blamed for a host that is none of this machine", async () => {
    const refused = requireFreePorts({ WEB_PORT: 3000, ADMIN_PORT: 3001 }, "203.0.113.1");
    await expect(refused).rejects.toThrow(/^Nothing can listen at "203\.0\.113\.1" .* set STOA_HOST [^\n]*$/);
  });

  test("is not chosen, even when it was the one of last time", async () => {
    const port = await occupy();
    expect(await freePort(port)).not.toBe(port);
  });
});
