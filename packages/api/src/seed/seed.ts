import { tables, withTransaction } from "@stoa/db";
import { DomainError, normaliseEmail } from "@stoa/kit";
import { inArray } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { seedCatalogue } from "./seed-catalogue.ts";
import { SEED_PEOPLE, type SeedPerson, seedPeople } from "./seed-people.ts";

/** The seed's passwords are printed in the source; a shop that sells must not know them. */
export class NoSeedInProduction extends DomainError {
  constructor() {
    super("forbidden", "no_seed_in_production", "A production database is not seeded: its passwords are public.");
  }
}

/**
 * Fills an empty database through the verbs that people use: staff, instructors, a learner, and the catalogue. All of it
 * or nothing, so that one that was cut off is done again. Gives false when there was somebody already.
 * Throws `NoSeedInProduction`.
 */
export async function seed(ctx: Context): Promise<boolean> {
  if (ctx.services.env.STOA_ENV === "production") throw new NoSeedInProduction();
  return withTransaction(ctx, async (tx) => {
    const [somebody] = await tx.db.select({ id: tables.users.id }).from(tables.users).limit(1);
    if (somebody !== undefined) return false;
    const people = await seedPeople(tx);
    await seedCatalogue(tx, people);
    return true;
  });
}

/** The people of the seed who have an account here: whom one may sign in as. */
export async function seededPeople(ctx: Context): Promise<SeedPerson[]> {
  const people: readonly SeedPerson[] = Object.values(SEED_PEOPLE);
  const emails = people.map((person) => normaliseEmail(person.email));
  const rows = await ctx.db
    .select({ email: tables.users.emailNormalised })
    .from(tables.users)
    .where(inArray(tables.users.emailNormalised, emails));
  const there = new Set(rows.map((row) => row.email));
  return people.filter((person) => there.has(normaliseEmail(person.email)));
}
