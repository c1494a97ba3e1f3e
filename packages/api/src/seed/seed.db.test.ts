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

  test("begins a fund with applications in every state, and balances the books", async () => {
    const awards =
      await database.sql`select status, granted_minor::int as granted from grant_awards order by granted_minor`;
    expect(awards).toEqual([
      { status: "open", granted: 2_000 },
      { status: "used", granted: 4_900 },
    ]);
    const applications = await database.sql`
      select status, count(*)::int as count from grant_applications group by 1 order by 2 desc, 1`;
    expect(applications.map((row) => `${row.count} ${row.status}`)).toEqual([
      "2 submitted",
      "2 approved",
      "1 rejected",
    ]);
    expect(await brokenInvariants(services)).toEqual([]);
  });

  test("shows an affiliate with clicks, and with commission that is released, waits, was taken back and is to be decided", async () => {
    const [clicks] = await database.sql`select count(*)::int as count from affiliate_clicks`;
    expect(clicks?.count).toBeGreaterThan(30);
    const referrals =
      await database.sql`select status, count(*)::int as count from affiliate_referrals group by 1 order by 1`;
    expect(referrals).toEqual([
      { status: "accepted", count: 6 },
      { status: "held", count: 1 },
    ]);
    const [owed] = await database.sql`
      select bool_or(available_at <= now()) as released, bool_or(available_at > now()) as waits,
        bool_or(remaining_minor < amount_minor) as "clawedBack" from affiliate_commissions where posted_at is not null`;
    expect(owed).toEqual({ released: true, waits: true, clawedBack: true });
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
