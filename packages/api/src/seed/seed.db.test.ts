import { testDatabase } from "@stoa/db/testing/database";
import { describe, expect, test } from "vitest";
import { brokenInvariants } from "../reporting/run-invariants.ts";
import { testServices } from "../testing/services.ts";
import { SEED_PEOPLE, SeedRefused, seed, seedTotpSecret } from "./index.ts";

const database = testDatabase();
const services = testServices(database);

describe("the seed", () => {
  test("is refused in production, where everybody would know its password", async () => {
    const production = { ...services, db: services.db, env: { ...services.env, STOA_ENV: "production" as const } };
    await expect(seed(production)).rejects.toThrow(SeedRefused);
    const [row] = await database.sql`select count(*)::int as people from users`;
    expect(row?.people).toBe(0);
  });

  test("fills an empty installation with people and published courses", async () => {
    expect(await seed(services)).toMatchObject({ seeded: true, people: SEED_PEOPLE.length });
    const [row] = await database.sql`select count(*)::int as published from courses where status = 'published'`;
    expect(row?.published).toBeGreaterThan(3);
  });

  test("begins a fund with an award in it, and balances the books", async () => {
    const [row] = await database.sql`select status, granted_minor::int as granted from grant_awards`;
    expect(row).toEqual({ status: "open", granted: 2_000 });
    expect(await brokenInvariants(services)).toEqual([]);
  });

  test("gives whoever works for Stoa a second factor, and nobody else", async () => {
    const rows = await database.sql`select u.email from totp_factors f join users u on u.id = f.user_id order by 1`;
    const staff = SEED_PEOPLE.filter((person) => seedTotpSecret(person, services.env.STOA_ENCRYPTION_KEY) !== null);
    expect(rows.map((row) => row.email)).toEqual(staff.map((person) => person.email).sort());
  });

  test("leaves an installation alone in which there is somebody", async () => {
    const [before] = await database.sql`select count(*)::int as rows from courses`;
    expect(await seed(services)).toEqual({ seeded: false, people: 0, courses: 0 });
    const [after] = await database.sql`select count(*)::int as rows from courses`;
    expect(after).toEqual(before);
  });
});
