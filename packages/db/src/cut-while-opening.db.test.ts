import { type AddressInfo, createServer, connect as openLine, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "./client.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();
/** What Postgres says before it ends a session by its administrator's word. */
const FIELDS = ["SFATAL", "VFATAL", "C57P01", "Mterminating connection due to administrator command", "", ""].join(
  "\0",
);
const LAST_WORD = Buffer.from(`E....${FIELDS}`);
LAST_WORD.writeInt32BE(LAST_WORD.length - 1, 1);

let cuts = 0;
/** Passes everything on, and ends the first session while it is still being opened: at the driver's own first question. */
const line = createServer((client) => {
  const { hostname, port } = new URL(database.url);
  const server: Socket = openLine(Number(port), hostname);
  server.on("error", () => client.destroy()).on("close", () => client.destroy());
  client.on("error", () => server.destroy()).on("close", () => server.destroy());
  server.pipe(client);
  client.on("data", (data) => {
    if (cuts > 0 || !data.includes("pg_catalog.pg_type")) return server.write(data);
    cuts += 1;
    server.unpipe(client);
    client.end(LAST_WORD);
  });
});
beforeAll(() => new Promise<void>((listening) => line.listen(0, "127.0.0.1", listening)));
afterAll(() => new Promise((closed) => line.close(closed)), 10_000);

test("a session that is ended while it is being opened fails the query it was opened for, and nothing else", async () => {
  const { port } = line.address() as AddressInfo;
  const url = new URL(database.url);
  url.host = `127.0.0.1:${port}`;
  const connection = connect({ url: url.href, applicationName: "cut", max: 1 });
  await expect(connection.sql`select 1`).rejects.toMatchObject({ code: "57P01" });
  expect(await connection.sql`select array['a', 'b'] as letters`).toEqual([{ letters: ["a", "b"] }]);
  expect(cuts).toBe(1);
  await connection.close();
});
