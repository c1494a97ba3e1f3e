import { HOUR_MS } from "@stoa/kit";
import type { PayoutStatus } from "@stoa/payments";
import type { SimulatedDomain } from "../domains.ts";
import { payeesOf } from "../model/payout-batches.ts";
import { changeAccount, request, takeUp, whyNotPayOut } from "../model/payouts.ts";
import type { Simulation } from "../simulation.ts";
import { type Done, type Effect, outside } from "../step.ts";
import { asStaff, judged } from "./as-staff.ts";
import { recordPayout } from "./hearing.ts";
import {
  addStaff,
  approveSome,
  askForBatch,
  CURRENCIES,
  callerOf,
  effectsOfMonth,
  newPayouts,
  reject,
} from "./payout-desk.ts";

/** What is owed to affiliates leaves: asked for or in a batch, looked at by a second person, sent, arrived or come back. */
export const PAYOUTS: SimulatedDomain = {
  setUp: async (simulation) => {
    await addStaff(simulation);
    await drawRules(simulation);
  },
  steps: [
    { name: "ask for a payout", weight: 8, run: ask },
    { name: "make a batch", weight: 1, run: askForBatch },
    { name: "approve payouts", weight: 4, run: approveSome },
    { name: "reject a payout", weight: 0.4, run: reject },
    { name: "change a payout account", weight: 0.5, run: change },
    { name: "a payout moves at the gateway", weight: 6, run: moveAtGateway },
  ],
  meeting: { "ask for a payout": 2, "make a batch": 0.5, "approve payouts": 1, "change a payout account": 0.5 },
  schedules: ["payouts.follow"],
  routine: ["payouts.create_monthly_batches"],
  jobs: {
    "payouts.send": (simulation, { payoutId = "" }) => effectsOfSending(simulation, [payoutId]),
    "payouts.create_monthly_batches": effectsOfMonth,
    "payouts.follow": (simulation) => effectsOfSending(simulation, approvedOf(simulation)),
  },
  meanwhile: returnSome,
  picture: `
    select concat_ws(' ', 'payout', o.id, o.status, o.amount_minor, o.currency, 'to', p.subject_id, 'in', coalesce(o.batch_id, 'none'))
      from payouts o join payout_payees p on p.id = o.payee_id
    union all
    select concat_ws(' ', 'batch of', key) from payout_batches where key not like 'asked:%'
    union all
    select concat_ws(' ', 'account of', p.subject_id, 'from', (extract(epoch from a.usable_from) * 1000)::bigint)
      from payout_accounts a join payout_payees p on p.id = a.payee_id where a.replaced_at is null`,
  unsettled: `
    select concat_ws(' ', 'payout is still', status, id) from payouts
      where status in ('approved', 'sending') or (status = 'sent' and reason is distinct from 'unclaimed')`,
};

async function drawRules(simulation: Simulation): Promise<void> {
  const { chance, shop } = simulation;
  const [minimum, approvalAbove] = [chance.pick([1, 1, 5]), chance.pick([0, 10, 1_000])];
  const coolingOffHours = chance.pick([0, 2, 72]);
  const batchDay = chance.pick([0, 1, 15]);
  const value = { minimum, approvalAbove, coolingOffHours, batchDay };
  await simulation.staff().settings.change({ key: "payouts", value });
  shop.payouts.rules = { minimum, approvalAbove, coolingOffMs: coolingOffHours * HOUR_MS, batchDay };
}

/** An affiliate with their own caller, and their name as a payee. */
async function payeeNamed(simulation: Simulation, affiliate: string) {
  const { email = "", user = "" } = simulation.shop.affiliates.members.get(affiliate) ?? {};
  const rows = await simulation.database.sql<{ id: string }[]>`
    select id from payout_payees where subject_id = ${affiliate}`;
  const [name = ""] = email.split("@");
  return { affiliate, name, payeeId: rows[0]?.id ?? "", caller: callerOf(simulation, { name, email, user }) };
}

/** Mostly somebody who has enough; now and then anybody. */
async function ask(simulation: Simulation): Promise<Done | null> {
  const { chance, shop } = simulation;
  shop.now = simulation.now;
  const currency = chance.pick(CURRENCIES);
  const able = payeesOf(shop, currency);
  const who = chance.happens(0.1) ? chance.pick([...shop.affiliates.members.keys()]) : chance.pickOrNull(able);
  if (who === null) return null;
  const { affiliate, name, payeeId, caller } = await payeeNamed(simulation, who);
  return judged(
    simulation,
    `${name} asks to be paid in ${currency}`,
    () => caller.payouts.request({ payeeId, currency }),
    whyNotPayOut(simulation.shop, affiliate, currency),
    async () =>
      (await newPayouts(simulation, payeeId))
        .filter(({ batch }) => batch === null)
        .map(
          ({ id }) =>
            (next) =>
              request(next, id, affiliate, currency),
        ),
  );
}

async function change(simulation: Simulation): Promise<Done> {
  const who = simulation.chance.pick([...simulation.shop.affiliates.members.keys()]);
  const { affiliate, name, payeeId, caller } = await payeeNamed(simulation, who);
  const account = anyAccount(simulation, name);
  return asStaff(
    simulation,
    `${name} is to be paid at ${account.destination}`,
    () => caller.payouts.setAccount({ payeeId, ...account }),
    (shop) => changeAccount(shop, affiliate, account),
  );
}

/** Where somebody can be paid: two accounts of one gateway, and an address of the other. */
export function anyAccount({ chance }: Simulation, name: string) {
  return chance.pick([
    { gateway: "stripe", destination: `acct_${name}_one` },
    { gateway: "stripe", destination: `acct_${name}_two` },
    { gateway: "paypal", destination: `${name}@wallet.test` },
  ] as const);
}

/** What has been sent arrives, is refused, waits for its payee, or comes back. */
async function moveAtGateway({ chance, gateways }: Simulation): Promise<Done | null> {
  const moving = gateways.flatMap(({ books }) =>
    [...books.payouts.all.values()].flatMap((payout) => (NEXT[payout.status] ? [{ books, payout }] : [])),
  );
  const found = chance.pickOrNull(moving);
  if (found === null) return null;
  const { books, payout } = found;
  const status = chance.pick(NEXT[payout.status] ?? []);
  books.payouts.move(payout, status);
  return outside(`${payout.payoutId} is ${status}`);
}

/** Some of what has arrived comes back long after. */
async function returnSome({ chance, gateways }: Simulation): Promise<void> {
  for (const { books } of gateways) {
    for (const payout of [...books.payouts.all.values()]) {
      if (payout.status === "succeeded" && chance.happens(0.15)) books.payouts.move(payout, "returned");
    }
  }
}

const NEXT: Partial<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  pending: ["succeeded", "succeeded", "failed", "unclaimed"],
  unclaimed: ["succeeded", "returned"],
  succeeded: ["returned"],
};

function approvedOf({ shop }: Simulation): string[] {
  return [...shop.payouts.all].flatMap(([id, { status }]) => (status === "approved" ? [id] : []));
}

/** Each that was approved is taken up or, when its payee was stopped, let go; then what the gateway answered, in order. */
function effectsOfSending({ heard }: Simulation, approved: readonly string[]): Effect[] {
  const asked = heard.flatMap((one) => (one.call === "askForPayout" ? [one.payoutKey] : []));
  const unasked = approved.filter((id) => !asked.includes(id));
  const answers = heard.flatMap((one): Effect[] => {
    if (one.call === "askForPayout") return [(shop) => takeUp(shop, one.payoutKey)];
    if (one.call === "sendPayout") return [(shop) => recordPayout(shop, one.payoutKey, one.found)];
    if (one.call === "retrievePayout") return [(shop) => recordPayout(shop, one.found.payoutKey ?? "", one.found)];
    return [];
  });
  return [
    ...answers,
    ...unasked.map(
      (id): Effect =>
        (shop) =>
          takeUp(shop, id),
    ),
  ];
}
