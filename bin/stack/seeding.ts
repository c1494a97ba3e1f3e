import type { Env } from "@stoa/api/env";
import { SEED_PEOPLE, seed, seedTotpSecret } from "@stoa/api/seed/index";
import { connect } from "@stoa/db";
import { Failed } from "../command.ts";
import { withServices } from "./command-context.ts";

/** Fills a database in which nobody is. Gives whether the seed's people are there now, be it from an earlier start. */
export async function seedOnce(env: Env): Promise<{ fresh: boolean; peopleAreThere: boolean }> {
  const { seeded } = await withServices(env, seed);
  return { fresh: seeded, peopleAreThere: seeded || (await hasSeedPeople(env)) };
}

async function hasSeedPeople(env: Env): Promise<boolean> {
  const { sql, close } = connect({ url: env.DATABASE_URL, applicationName: "stoa", max: 1 });
  try {
    const emails = SEED_PEOPLE.map((person) => person.email);
    const [row] = await sql<{ there: number }[]>`
      select count(*)::int as there from users where email_normalised in ${sql(emails)}`;
    return row?.there === SEED_PEOPLE.length;
  } finally {
    await close();
  }
}

/** Lets the sandbox's authenticator show the codes of the seed's staff, so that signing in as one needs no phone. */
export async function showCodesOfStaff(env: Env, sandboxUrl: string): Promise<void> {
  for (const person of SEED_PEOPLE) {
    const secret = seedTotpSecret(person, env.STOA_ENCRYPTION_KEY);
    if (secret === null) continue;
    const answer = await fetch(`${sandboxUrl}/control/authenticator`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ account: person.email, secret }),
    });
    if (!answer.ok) throw new Failed(`The sandbox's authenticator refused ${person.email}: ${await answer.text()}`);
  }
}
