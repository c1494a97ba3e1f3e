import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { complaintAboutAge, ensureDatabase } from "./databases.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe("a database that the caller names", () => {
  test("is refused when its server is older than the one the tests run on", () => {
    expect(complaintAboutAge("14.11 (Debian 14.11-1)")).toBe(
      "it is Postgres 14.11 (Debian 14.11-1), and Stoa needs 15 or newer",
    );
    expect(complaintAboutAge("15.18")).toBeNull();
    expect(complaintAboutAge("18beta1")).toBeNull();
  });

  test("is not waited for without end where something takes connections and drops them", async () => {
    const server = createServer((socket) => socket.destroy());
    servers.push(server);
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    const asked = ensureDatabase("DATABASE_URL", `postgres://a:b@127.0.0.1:${port}/stoa`, 500);
    await expect(asked).rejects.toThrow(
      `DATABASE_URL (127.0.0.1:${port}) cannot be used: it did not answer within 0.5 s.`,
    );
  });
});
