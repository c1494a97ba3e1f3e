import { tables } from "@stoa/db";
import { DomainError, newId } from "@stoa/kit";
import { createAccount } from "../identity/index.ts";
import { contextFor, type Services } from "../platform/context.ts";
import type { SeedCourse } from "./content/course.ts";
import { SEED_PASSWORD, SEED_PEOPLE, seedTotpSecret } from "./people.ts";
import { seedAffiliate } from "./seed-affiliate.ts";
import { seedCatalogue } from "./seed-catalogue.ts";
import { seedGrants } from "./seed-grants.ts";

export { SEED_PASSWORD, SEED_PEOPLE, type SeedPerson, seedTotpSecret } from "./people.ts";

export class SeedRefused extends DomainError {
  constructor() {
    super(
      "forbidden",
      "seed_refused",
      "The seed has passwords that everybody knows; it runs only where STOA_ENV is local or test.",
    );
  }
}

export interface SeedReport {
  /** False when there were people already and nothing was written. */
  seeded: boolean;
  people: number;
  courses: number;
}

/** Fills an empty installation on a laptop through the product's own verbs. Throws `SeedRefused` in production. */
export async function seed(services: Services): Promise<SeedReport> {
  if (services.env.STOA_ENV === "production") throw new SeedRefused();
  const anybody = await services.db.select({ id: tables.users.id }).from(tables.users).limit(1);
  if (anybody.length > 0) return { seeded: false, people: 0, courses: 0 };

  const ctx = contextFor(services, { kind: "system", id: "seed" }, newId("correlation"));
  const instructors = new Map<SeedCourse["instructor"], string>();
  for (const person of SEED_PEOPLE) {
    const { email, name, roles, teaches } = person;
    const totpSecret = seedTotpSecret(person, services.env.STOA_ENCRYPTION_KEY) ?? undefined;
    const { userId } = await createAccount(ctx, { email, name, roles, password: SEED_PASSWORD, totpSecret });
    if (teaches) instructors.set(teaches, userId);
  }
  const courses = await seedCatalogue(ctx, instructors);
  await seedGrants(ctx);
  await seedAffiliate(ctx);
  return { seeded: true, people: SEED_PEOPLE.length, courses };
}
