import { createCaller } from "@stoa/api/root";
import { tables } from "@stoa/db";
import { DAY_MS, HOUR_MS, newId } from "@stoa/kit";
import {
  type Approval,
  apply,
  approve,
  grantOf,
  isGrantable,
  revoke,
  whyNotDecide,
  whyNotRevoke,
} from "../model/awards.ts";
import type { Holder } from "../model/shop.ts";
import type { Simulation, Visitor } from "../simulation.ts";
import type { Done, StepKind } from "../step.ts";
import { judged } from "./as-staff.ts";
import { actorOf } from "./visitor.ts";

/** She decides applications, and now and then asks for a course herself. */
const REVIEWER: Visitor = { name: "greta", email: "greta@staff.test", user: null, bearer: null, ip: "203.0.113.99" };

/** People ask for a course to be paid, and the reviewer answers. */
export const APPLICATION_STEPS: readonly StepKind[] = [
  { name: "apply for a grant", weight: 4, run: applyForGrant },
  { name: "approve a grant", weight: 4, run: approveGrant },
  { name: "reject a grant", weight: 0.5, run: rejectGrant },
  { name: "take a grant back", weight: 0.6, run: revokeGrant },
];

export async function addReviewer({ services }: Simulation): Promise<void> {
  REVIEWER.user = newId("user");
  const { user: id, email, name } = REVIEWER;
  await services.db.insert(tables.users).values({ id, email, emailNormalised: email, name });
}

async function applyForGrant(simulation: Simulation): Promise<Done> {
  const { chance, database, shop } = simulation;
  const visitor = chance.happens(0.1) ? { ...REVIEWER, user: null } : chance.pick(simulation.visitors);
  const actor = await actorOf(simulation, visitor);
  const course = chance.pick([...shop.courses.keys()]);
  const ctx = simulation.browser(visitor, actor);
  const told = `${visitor.name} asks for a grant for ${course}`;
  const { name, email } = visitor;
  const statement = "I would like to learn this, and cannot pay for it at the moment.";
  const call = () => createCaller(ctx).grants.submit({ course, name, email, statement });
  const user = actor.kind === "user" ? actor.id : null;
  const expected = isGrantable(shop, course) ? null : "course_cannot_be_granted";
  return judged(simulation, told, call, expected, async () => {
    const [row] = await database.sql<{ id: string }[]>`
      select subject_id as id from audit_entries where action = 'grants.apply' and correlation_id = ${ctx.correlationId}`;
    return row ? [(next) => apply(next, row.id, { course, user, email })] : [];
  });
}

/** As the reviewer, or as staff who never apply. */
function reviewing(simulation: Simulation): { grants: ReturnType<typeof createCaller>["grants"]; as: Holder } {
  const { user, email } = REVIEWER;
  if (user === null || simulation.chance.happens(0.5))
    return { grants: simulation.staff().grants, as: { user: null, email: "" } };
  const actor = {
    ...({
      kind: "user",
      sessionId: "ses_of_greta",
      roles: [],
      emailVerified: true,
      secondFactorMissing: false,
    } as const),
    ...{ id: user, email, permissions: new Set(["grant:review"] as const) },
  };
  return { grants: createCaller(simulation.browser(REVIEWER, actor)).grants, as: { user, email } };
}

/** Mostly one that waits; now and then one that is decided. */
function anyApplication({ chance, shop }: Simulation): string | null {
  const any = chance.happens(0.1);
  const found = [...shop.grants.applications].filter(([, { status }]) => any || status === "submitted");
  return chance.pickOrNull(found)?.[0] ?? null;
}

async function approveGrant(simulation: Simulation): Promise<Done | null> {
  const { chance, database, now, shop } = simulation;
  const application = anyApplication(simulation);
  if (application === null) return null;
  const { currency = "" } = shop.courses.get(shop.grants.applications.get(application)?.course ?? "") ?? {};
  const [fitting] = [...shop.grants.pools].find(([, each]) => each.currency === currency) ?? [];
  const pool = chance.happens(0.1) ? undefined : fitting;
  const percent = chance.pick([10, 33, 50, 100, 100]);
  const expiresAt = now + chance.pick([2 * HOUR_MS, DAY_MS, 3 * DAY_MS]);
  const approval: Approval = {
    application,
    pool: pool ?? chance.pick([...shop.grants.pools.keys()]),
    percent,
    expiresAt,
  };
  const { grants, as } = reviewing(simulation);
  const input = { id: application, poolId: approval.pool, percent, expiresAt: new Date(expiresAt) };
  const granted = grantOf(shop, approval, as);
  const expected = typeof granted === "string" ? granted : null;
  const told = `${percent} % of ${application} are approved`;
  return judged(
    simulation,
    told,
    () => grants.applications.approve(input),
    expected,
    async () => {
      const [award] = await database.sql<{ id: string; code: string }[]>`
      select a.id, c.code from grant_awards a join coupons c on c.id = a.coupon_id where a.application_id = ${application}`;
      return award ? [(next) => approve(next, award.id, award.code, approval, as)] : [];
    },
  );
}

async function rejectGrant(simulation: Simulation): Promise<Done | null> {
  const id = anyApplication(simulation);
  if (id === null) return null;
  const { grants, as } = reviewing(simulation);
  const call = () => grants.applications.reject({ id, reason: "There is not enough for everybody." });
  const expected = whyNotDecide(simulation.shop, id, as);
  return judged(simulation, `${id} is rejected`, call, expected, async () => [
    (shop) => {
      const application = shop.grants.applications.get(id);
      if (application && whyNotDecide(shop, id, as) === null) application.status = "rejected";
    },
  ]);
}

async function revokeGrant(simulation: Simulation): Promise<Done | null> {
  const id = simulation.chance.pickOrNull([...simulation.shop.grants.awards.keys()]);
  if (id === null) return null;
  const { grants, as } = reviewing(simulation);
  const call = () => grants.awards.revoke({ id, reason: "The course is not given this year." });
  const expected = whyNotRevoke(simulation.shop, id, as);
  return judged(simulation, `${id} is taken back`, call, expected, async () => [(shop) => revoke(shop, id, as)]);
}
