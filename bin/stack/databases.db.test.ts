import { createServer, type Server } from "node:net";
import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { complaintAboutAge, ensureDatabase, requireRoles } from "./databases.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const database = testDatabase({ empty: true });

/** A login of this test's own on the tests' server. */
async function withLogin(rights: string, work: (url: string) => Promise<void>): Promise<void> {
  const name = `login_${crypto.randomUUID().slice(0, 8)}`;
  await database.sql.unsafe(`create role ${name} login ${rights} password 'let-me-in'`);
  const url = new URL(database.url);
  url.username = name;
  url.password = "let-me-in";
  try {
    await work(url.href);
  } finally {
    await database.sql.unsafe(`drop role ${name}`);
  }
}

describe("a database that the caller names", () => {
  test("needs a login that may make the role of the app, and says how to let it", async () => {
    await withLogin("nocreaterole", async (url) => {
      const complaint = /may not make the role stoa_app\. As a superuser there: alter role "login_\w+" createrole\.$/;
      await expect(requireRoles("DATABASE_URL", url)).rejects.toThrow(complaint);
    });
    await withLogin("createrole", (url) => requireRoles("DATABASE_URL", url));
  });

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
