import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { DOMAINS } from "./domains.ts";
import { KINDS } from "./kinds/index.ts";
import type { Simulation } from "./simulation.ts";
import { PASSWORD } from "./steps/visitor.ts";

/** Two that are members, one whose address is not proved yet, and two without an account. */
const PEOPLE = [
  { name: "asha", account: true, verified: true },
  { name: "ben", account: true, verified: true },
  { name: "chen", account: true, verified: false },
  { name: "dara", account: false, verified: false },
  { name: "eli", account: false, verified: false },
];

/** People and products, few enough that they meet again and again. Written to the database and to the model alike. */
export async function setUp(simulation: Simulation): Promise<void> {
  const { db } = simulation.services;
  for (const [at, person] of PEOPLE.entries()) {
    const email = `${person.name}@learners.test`;
    const user = person.account ? newId("user") : null;
    simulation.visitors.push({ name: person.name, email, user, bearer: null, ip: `203.0.113.${at + 1}` });
    if (user === null) continue;
    const emailVerifiedAt = person.verified ? simulation.clock.now() : null;
    const row = { id: user, email, emailNormalised: email, name: person.name, passwordHash: `plain:${PASSWORD}` };
    await db.insert(tables.users).values({ ...row, emailVerifiedAt });
    await db.insert(tables.userRoles).values({ userId: user, role: "learner" });
    simulation.shop.people.set(user, { email, verified: person.verified, blocked: false });
  }
  // The shop has been open for a while: its reconciler has read all there was to read.
  const collectedUntil = simulation.clock.now();
  await db
    .insert(tables.gatewayMarks)
    .values(simulation.gateways.map(({ name }) => ({ gateway: name, collectedUntil })));
  for (const kind of KINDS) await kind.putOnSale?.(simulation);
  for (const domain of DOMAINS) await domain.setUp?.(simulation);
}
