import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepareOwnDatabases } from "./databases.ts";
import type { Home } from "./home.ts";
import { openPostgres, type PostgresServer, runningPostgres } from "./postgres.ts";
import { send } from "./processes.ts";
import { keepSecrets, type Secrets } from "./secrets.ts";

let home: Home;
let secrets: Secrets;
let server: PostgresServer | undefined;

beforeAll(() => {
  const path = mkdtempSync(join(tmpdir(), "stoa-home-"));
  chmodSync(path, 0o711);
  mkdirSync(join(path, "logs"));
  home = { path, in: (...parts) => join(path, ...parts) };
  secrets = keepSecrets(home);
});

afterAll(async () => {
  await server?.stop();
  rmSync(home.path, { recursive: true });
});

/** What a row written before looks like now. */
async function rememberedWord(port: number): Promise<string | undefined> {
  const { DATABASE_URL } = await prepareOwnDatabases(port, secrets);
  const sql = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
  await sql`create table if not exists words (word text)`;
  const [row] = await sql<{ word: string }[]>`select word from words`;
  if (row === undefined) await sql`insert into words values ('columns')`;
  await sql.end();
  return row?.word;
}

describe("the home's Postgres", () => {
  test("is made with checksums and case folding for every language, and answers on its own port", async () => {
    server = await openPostgres(home, secrets);
    expect(server.adopted).toBe(false);
    const { DATABASE_URL } = await prepareOwnDatabases(server.port, secrets);
    const sql = postgres(DATABASE_URL, { max: 1 });
    const [row] =
      await sql`select current_setting('data_checksums') as checksums, lower('ÉTÉ') as folded, current_user as login`;
    expect(row).toEqual({ checksums: "on", folded: "été", login: "stoa" });
    await sql.end();
    expect(await rememberedWord(server.port)).toBeUndefined();
  });

  test("is found running by the next command, which starts no second one", async () => {
    const again = await openPostgres(home, secrets);
    expect(again).toMatchObject({ adopted: true, pid: server?.pid, port: server?.port });
    expect(await runningPostgres(home, secrets)).toEqual({ pid: server?.pid, port: server?.port });
  });

  test("comes back after a kill, at the same address and with what was committed", async () => {
    send(server?.pid ?? 0, "SIGKILL");
    const revived = await openPostgres(home, secrets);
    expect(revived.port).toBe(server?.port);
    expect(revived.adopted).toBe(false);
    server = revived;
    expect(await rememberedWord(revived.port)).toBe("columns");
  });

  test("is not running once it is stopped", async () => {
    await server?.stop();
    expect(await runningPostgres(home, secrets)).toBeNull();
  });

  test("starts although another program has taken its pid since", async () => {
    const dataFolder = home.in("pg");
    writeFileSync(
      join(dataFolder, "postmaster.pid"),
      `${process.pid}\n${dataFolder}\n0\n${server?.port}\n\n127.0.0.1\n`,
    );
    server = await openPostgres(home, secrets);
    expect(server.adopted).toBe(false);
  });

  test("says which password is wrong when its secrets were lost", async () => {
    await expect(openPostgres(home, { ...secrets, POSTGRES_ADMIN_PASSWORD: "another" })).rejects.toThrow(
      /does not accept the password in secrets\.json/,
    );
  });
});
