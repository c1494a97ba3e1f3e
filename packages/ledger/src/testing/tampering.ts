import { connect, type Transaction } from "@stoa/db";
import type { TestDatabase } from "@stoa/db/testing/database";
import { sql } from "drizzle-orm";

const undone = new Error("tampering undone");

/**
 * Does what somebody with the keys of the server could do, statements as the superuser with every trigger and foreign
 * key switched off, looks at the result, and puts everything back.
 */
export async function whileTampered(
  database: TestDatabase,
  statements: readonly string[],
  look: (tampered: { db: Transaction }) => Promise<void>,
): Promise<void> {
  const superuser = connect({ url: database.url, applicationName: "tampering", max: 1, role: null });
  try {
    await superuser.db.transaction(async (db) => {
      await db.execute(sql`set local session_replication_role = replica`);
      for (const statement of statements) await db.execute(sql.raw(statement));
      await look({ db });
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  } finally {
    await superuser.close();
  }
}
