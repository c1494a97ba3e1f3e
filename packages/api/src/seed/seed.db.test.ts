import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { contextFor } from "../platform/context.ts";
import { testServices } from "../testing/services.ts";
import { NoSeedInProduction, seed, seededPeople } from "./seed.ts";

const database = testDatabase();
const services = testServices(database);
const operator = () => contextFor(services, { kind: "system", id: "stoa" }, newId("correlation"));

describe("the seed", () => {
  test("is refused in production, where its passwords would be known to all", async () => {
    const ctx = operator();
    const production = {
      ...ctx,
      services: { ...services, db: services.db, env: { ...services.env, STOA_ENV: "production" } },
    } as const;
    await expect(seed(production as typeof ctx)).rejects.toThrow(NoSeedInProduction);
    expect(await seededPeople(ctx)).toEqual([]);
  });

  test("fills an empty database with people and published courses", async () => {
    expect(await seed(operator())).toBe(true);
    const people = await seededPeople(operator());
    expect(people.map((person) => person.email)).toContain("olga@stoa.test");
    const [courses] = await database.sql`select count(*)::int as published from courses where status = 'published'`;
    expect(courses?.published).toBeGreaterThan(3);
  });

  test("gives whoever works for Stoa a second factor", async () => {
    const [without] = await database.sql`
      select count(*)::int as people from user_roles r where r.role in ('staff', 'admin', 'owner')
        and not exists (select from totp_factors f where f.user_id = r.user_id and f.confirmed_at is not null)`;
    expect(without?.people).toBe(0);
  });

  test("leaves a database alone in which there is somebody", async () => {
    const [before] = await database.sql`select count(*)::int as rows from courses`;
    expect(await seed(operator())).toBe(false);
    const [after] = await database.sql`select count(*)::int as rows from courses`;
    expect(after).toEqual(before);
  });
});
