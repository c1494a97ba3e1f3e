import type { Permission } from "@stoa/api/identity/policy";
import { createCaller } from "@stoa/api/root";
import { tables } from "@stoa/db";
import { type Currency, newId } from "@stoa/kit";
import { makeBatch, makeMonthlyBatch, payeesOf } from "../model/payout-batches.ts";
import { approve, cancel, whyNotApprove } from "../model/payouts.ts";
import type { Caller, Simulation } from "../simulation.ts";
import type { Done, Effect } from "../step.ts";
import { judged } from "./as-staff.ts";

interface Person {
  name: string;
  email: string;
  user: string;
}

/** Two of the staff, so that one looks at what the other asked for. */
const STAFF: readonly Person[] = ["pia", "otto"].map((name) => ({ name, email: `${name}@staff.test`, user: "" }));
export const CURRENCIES: readonly Currency[] = ["EUR", "INR"];

export async function addStaff({ services }: Simulation): Promise<void> {
  for (const person of STAFF) {
    person.user = newId("user");
    const { user: id, email, name } = person;
    await services.db.insert(tables.users).values({ id, email, emailNormalised: email, name });
  }
}

/** Who is signed in, with these rights. */
export function callerOf(simulation: Simulation, who: Person, permissions: readonly Permission[] = []): Caller {
  const { name, email, user } = who;
  const actor = {
    ...({ kind: "user", roles: [], emailVerified: true, secondFactorMissing: false } as const),
    ...{ id: user, email, sessionId: `ses_of_${name}`, permissions: new Set(permissions) },
  };
  return createCaller(simulation.browser({ name, email, user, bearer: null, ip: "203.0.113.90" }, actor));
}

/** Payouts of a payee, or of a batch, that the model does not know. */
export async function newPayouts({ database, shop }: Simulation, of: string) {
  const rows = await database.sql<{ id: string; affiliate: string; batch: string | null; monthly: boolean }[]>`
    select o.id, p.subject_id as affiliate, o.batch_id as batch, b.key not like 'asked:%' as monthly
    from payouts o join payout_payees p on p.id = o.payee_id left join payout_batches b on b.id = o.batch_id
    where ${of} in (o.payee_id, o.currency::text) order by o.id`;
  return rows.filter(({ id }) => !shop.payouts.all.has(id));
}

/** Staff have everybody paid who can be, in one currency. */
export async function askForBatch(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const currency = chance.pick(CURRENCIES);
  const who = chance.pick(STAFF);
  shop.now = simulation.now;
  if (payeesOf(shop, currency).length === 0 && chance.happens(0.8)) return null;
  return judged(
    simulation,
    `${who.name} makes a batch in ${currency}`,
    () => callerOf(simulation, who, ["payout:approve"]).payouts.manage.createBatch({ currency }),
    payeesOf(shop, currency).length === 0 ? "nobody_to_pay" : null,
    async () => {
      const { batch, ids } = await newBatch(simulation, currency, false);
      return batch === "" ? [] : [(next) => makeBatch(next, batch, { currency, askedBy: who.user, ids })];
    },
  );
}

/** What the worker made of the month: a batch a currency, each whole or not at all. */
export async function effectsOfMonth(simulation: Simulation): Promise<Effect[]> {
  const currencies = [...new Set(simulation.shop.affiliates.commissions.map(({ currency }) => currency))].sort();
  const effects: Effect[] = [];
  for (const currency of currencies) {
    const { batch, ids } = await newBatch(simulation, currency, true);
    effects.push((shop) => makeMonthlyBatch(shop, batch, currency, ids));
  }
  return effects;
}

/** The batch in a currency that the model does not know, with its payouts by affiliate. */
async function newBatch(simulation: Simulation, currency: string, monthly: boolean) {
  const made = (await newPayouts(simulation, currency)).filter((each) => each.monthly === monthly);
  return { batch: made[0]?.batch ?? "", ids: new Map(made.map(({ affiliate, id }) => [affiliate, id])) };
}

/** One, or a whole batch; mostly what waits. */
export async function approveSome(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const any = chance.happens(0.1);
  const found = [...shop.payouts.all].filter(([, { status }]) => any || status === "requested");
  const [payoutId, payout] = chance.pickOrNull(found) ?? [];
  if (payoutId === undefined || !payout) return null;
  const who = chance.pick(STAFF);
  const { manage } = callerOf(simulation, who, ["payout:approve"]).payouts;
  const batchId = chance.happens(0.5) ? payout.batch : null;
  const ids =
    batchId === null ? [payoutId] : [...shop.payouts.all].flatMap(([id, each]) => (each.batch === batchId ? [id] : []));
  return judged(
    simulation,
    `${who.name} approves ${batchId ?? payoutId}`,
    () => (batchId === null ? manage.approve({ payoutId }) : manage.approveBatch({ batchId })),
    whyNotApprove(shop, ids, who.user),
    async () => [(next) => approve(next, ids, who.user)],
  );
}

export async function reject(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  const [payoutId, payout] = chance.pickOrNull([...shop.payouts.all]) ?? [];
  if (payoutId === undefined) return null;
  const waits = payout?.status === "requested" || payout?.status === "approved";
  return judged(
    simulation,
    `${payoutId} is rejected`,
    () =>
      callerOf(simulation, chance.pick(STAFF), ["payout:approve"]).payouts.manage.reject({
        payoutId,
        reason: "Not now",
      }),
    waits ? null : "payout_not_waiting",
    async () => [(next) => cancel(next, payoutId)],
  );
}
