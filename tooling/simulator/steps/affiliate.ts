import { recordVisit } from "@stoa/api/affiliates/index";
import { GUEST } from "@stoa/api/platform/actor";
import { createCaller } from "@stoa/api/root";
import { tables } from "@stoa/db";
import { DAY_MS, newId } from "@stoa/kit";
import type { SimulatedDomain } from "../domains.ts";
import { click, decideReferral, touch } from "../model/affiliates.ts";
import type { Simulation, Visitor } from "../simulation.ts";
import { type Done, type Effect, outside } from "../step.ts";
import { asStaff, judged } from "./as-staff.ts";
import { anyAccount } from "./payout.ts";

/** Two partners, one of whom joins from a buyer's network, and a member who buys as well. */
const PARTNERS = [
  { name: "faye", ip: "203.0.113.71", neighbour: null },
  { name: "gil", ip: "203.0.113.2", neighbour: "ben@learners.test" },
];
const BUYS_TOO = "asha";
/** Links that buyers have followed before the first step, so that most of what is bought is somebody's. */
const LINKS_AT_FIRST = 8;

/** Affiliates whose links buyers follow, and what becomes of their commissions. */
export const AFFILIATES: SimulatedDomain = {
  setUp: async (simulation) => {
    await drawProgramme(simulation);
    for (const { neighbour, ...partner } of PARTNERS) {
      const email = `${partner.name}@partners.test`;
      const user = newId("user");
      await simulation.services.db.insert(tables.users).values({
        ...{ id: user, email, emailNormalised: email, name: partner.name },
        emailVerifiedAt: simulation.clock.now(),
      });
      await join(simulation, { ...partner, email, user, bearer: null }, neighbour);
    }
    const buyer = simulation.visitors.find(({ name }) => name === BUYS_TOO);
    if (buyer) await join(simulation, buyer, null);
    for (let followed = 0; followed < LINKS_AT_FIRST; followed++) {
      for (const effect of (await followLink(simulation)).effects) effect(simulation.shop);
    }
  },
  steps: [
    { name: "follow a link", weight: 4, run: followLink },
    { name: "decide a referral", weight: 1.5, run: decide },
    { name: "suspend or reinstate an affiliate", weight: 0.3, run: suspendOrReinstate },
    { name: "weeks pass", weight: 0.5, run: weeksPass },
  ],
  meeting: { "decide a referral": 1, "suspend or reinstate an affiliate": 0.5 },
  picture: `
    select concat_ws(' ', 'affiliate', id, status) from affiliates
    union all
    select concat_ws(' ', 'kept of', split_part(address, '/', 2), debits_pending, currency) from ledger_balances
      where address like 'affiliate/%/payable' and debits_pending > 0
    union all
    select concat_ws(' ', 'click', affiliate_id, left(dedupe_key, 10)) from affiliate_clicks
    union all
    select concat_ws(' ', 'referral', order_id, affiliate_id, status, case when converted_at is null then 'open' else 'converted' end)
      from affiliate_referrals
    union all
    select concat_ws(' ', 'commission', l.order_id, l.subject_id, c.amount_minor, c.remaining_minor,
      case when c.posted_at is null then 'waits' else 'booked' end, 'until', (extract(epoch from c.available_at) * 1000)::bigint)
      from affiliate_commissions c join order_lines l on l.id = c.order_line_id`,
  unsettled: `
    select concat_ws(' ', 'click is not counted', id) from affiliate_clicks where counted_at is null
    union all
    select concat_ws(' ', 'earning is not counted', id) from affiliate_earnings where counted_at is null`,
};

async function drawProgramme(simulation: Simulation): Promise<void> {
  const { chance, shop } = simulation;
  const model = chance.pick(["last_click", "first_click"] as const);
  const [rateBps, windowDays, holdDays] = [
    chance.pick([3_333, 9_000]),
    chance.pick([1, 30, 30]),
    chance.pick([0, 0, 0, 14]),
  ];
  const value = { open: true, termsVersion: "1", model, rateBps, windowDays, holdDays };
  await simulation.staff().settings.change({ key: "affiliateProgramme", value });
  const withinDays = chance.pick([0, 0, 1, 14]);
  await simulation.staff().settings.change({ key: "refundPolicy", value: { withinDays, underPercent: 20 } });
  shop.returnableMs = withinDays * DAY_MS;
  shop.affiliates.programme = { rateBps, model, windowMs: windowDays * DAY_MS, holdMs: holdDays * DAY_MS };
}

async function join(simulation: Simulation, partner: Visitor, neighbour: string | null): Promise<void> {
  const actor = {
    ...({ kind: "user", roles: [], emailVerified: true, secondFactorMissing: false } as const),
    ...{ id: partner.user ?? "", email: partner.email, sessionId: `ses_${partner.name}`, permissions: new Set([]) },
  };
  const caller = createCaller(simulation.browser(partner, actor));
  const payoutAccount = anyAccount(simulation, partner.name);
  const { id } = await caller.affiliates.join({ termsVersion: "1", code: `by-${partner.name}`, payoutAccount });
  const { affiliates, payouts } = simulation.shop;
  affiliates.members.set(id, { user: partner.user ?? "", email: partner.email, suspended: false, neighbour });
  payouts.accounts.set(id, { ...payoutAccount, usableFrom: simulation.now });
}

/** Somebody opens a page by a link; now and then it is a program that does, or nobody's link. */
async function followLink(simulation: Simulation): Promise<Done> {
  const { chance, now, shop } = simulation;
  const visitor = chance.pick(simulation.visitors);
  const [id, { email }] = chance.pick([...shop.affiliates.members]);
  const [name = ""] = email.split("@");
  const code = chance.happens(0.1) ? "nobodys" : `by-${name}`;
  const agent = chance.happens(0.1) ? "curl/8" : "Simulated/1.0";
  const headers: Record<string, string> = { "user-agent": agent, accept: "text/html" };
  const header = (which: string) => headers[which] ?? null;
  const visit = { method: "GET", header, code, path: "/courses", referral: visitor.referral ?? null };
  const cookie = await recordVisit(simulation.browser(visitor, GUEST), visit).catch((error: unknown) => {
    if (!simulation.gate.dead) throw error;
    return null;
  });
  const dead = simulation.gate.dead;
  const counts = code !== "nobodys" && agent !== "curl/8" && shop.affiliates.members.get(id)?.suspended === false;
  const clicked: Effect = (next) => click(next, id, visitor.email, now);
  const told = `${visitor.name} follows ${code}${dead ? " and the process dies" : ""}`;
  if (dead) return { told, effects: counts ? [clicked] : [], partial: true };
  if (!counts) return cookie === null ? outside(`${told}, for nobody`) : { told, effects: [], wrong: "it counts" };
  if (cookie === null) return { told, effects: [], wrong: "it does not count" };
  visitor.referral = cookie.value;
  return { told, effects: [clicked, (next) => touch(next, id, visitor.email, now)] };
}

async function decide(simulation: Simulation): Promise<Done | null> {
  const { chance, database, shop } = simulation;
  const any = chance.happens(0.1);
  const found = [...shop.affiliates.referrals].filter(([, { status }]) => any || status === "held");
  const [order] = chance.pickOrNull(found) ?? [];
  if (order === undefined) return null;
  const [row] = await database.sql<{ id: string }[]>`select id from affiliate_referrals where order_id = ${order}`;
  const decision = chance.pick(["accepted", "accepted", "refused"] as const);
  const held = shop.affiliates.referrals.get(order)?.status === "held";
  return judged(
    simulation,
    `the referral of ${order} is ${decision}`,
    () => simulation.staff().affiliates.manage.decide({ referralId: row?.id ?? "", decision }),
    held ? null : "referral_not_held",
    async () => [(next) => decideReferral(next, order, decision)],
  );
}

async function suspendOrReinstate(simulation: Simulation): Promise<Done> {
  const members = [...simulation.shop.affiliates.members];
  const stopped = members.filter(([, { suspended }]) => suspended);
  const [affiliateId, { suspended }] = simulation.chance.pick(stopped.length > 0 ? stopped : members);
  const { suspend, reinstate } = simulation.staff().affiliates.manage;
  return asStaff(
    simulation,
    `${affiliateId} is ${suspended ? "reinstated" : "suspended"}`,
    () => (suspended ? reinstate({ affiliateId }) : suspend({ affiliateId, reason: "Looked at" })),
    (shop) => void Object.assign(shop.affiliates.members.get(affiliateId) ?? {}, { suspended: !suspended }),
  );
}

/** Until commissions of before are released. */
async function weeksPass({ chance, clock }: Simulation): Promise<Done> {
  const days = chance.between(8, 24);
  await clock.advance(days * DAY_MS);
  return outside(`${days} days pass`);
}
