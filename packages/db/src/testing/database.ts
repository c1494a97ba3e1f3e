import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { type Connection, connect } from "../client.ts";
import { databaseUrl, TEMPLATE } from "./global-setup.ts";

export interface TestDatabase {
  /** Acts as the application's role, like the product. */
  readonly connection: Connection;
  readonly db: Connection["db"];
  readonly sql: postgres.Sql;
  /** The owner's URL, for child processes (they take the application's role by themselves) and for corruption tests. */
  readonly url: string;
}

/**
 * A migrated database of this test file's own, made before its first test and dropped after its last.
 * Call it once at the top of the file; read its members inside tests.
 */
export function testDatabase(options: { empty?: boolean } = {}): TestDatabase {
  let url = "";
  let connection: Connection | undefined;
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;

  beforeAll(async () => {
    const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
    await admin.unsafe(options.empty ? `create database ${name}` : `create database ${name} template ${TEMPLATE}`);
    await admin.end();
    url = databaseUrl(inject("postgresUrl"), name);
    connection = connect({ url, applicationName: "test", max: 20, ...(options.empty ? { role: null } : {}) });
  });

  afterAll(async () => {
    await connection?.close();
    const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  });

  const opened = () => {
    if (!connection) throw new Error("the test database is open only inside tests");
    return connection;
  };
  return {
    get connection() {
      return opened();
    },
    get db() {
      return opened().db;
    },
    get sql() {
      return opened().sql;
    },
    get url() {
      return url;
    },
  };
}
