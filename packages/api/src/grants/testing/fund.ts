import type { TestDatabase } from "@stoa/db/testing/database";
import { addMs, DAY_MS } from "@stoa/kit";
import type { Context, Services } from "../../platform/context.ts";
import { contextAs, guest } from "../../testing/people.ts";
import { approveApplication } from "../approve-application.ts";
import { contributeToPool, createPool } from "../manage-pools.ts";
import { listPools } from "../pool-figures.ts";
import { applyInput } from "../schemas.ts";
import { submitApplication } from "../submit-application.ts";

let pools = 0;

/** A pool in euros, with so much of the platform's money in it. */
export async function addPool(services: Services, fundedMinor = 100_000): Promise<string> {
  pools += 1;
  const ctx = contextAs(services, { kind: "job", id: "test" });
  const { id: poolId } = await createPool(ctx, {
    name: `Fund ${pools}`,
    description: "For who could not come otherwise.",
    currency: "EUR",
  });
  if (fundedMinor > 0) {
    await contributeToPool(ctx, { poolId, amount: { amount: fundedMinor, currency: "EUR" }, note: "To begin with" });
  }
  return poolId;
}

/** Somebody's application that waits; gives its id. */
export async function apply(
  database: TestDatabase,
  services: Services,
  course: string,
  email: string,
  by: Context = guest(services),
): Promise<string> {
  await submitApplication(
    by,
    applyInput.parse({
      course,
      email,
      name: "Ravi",
      statement: "I teach drawing in a village school and have no means to pay for this course.",
    }),
  );
  const [row] = await database.sql<{ id: string }[]>`
    select id from grant_applications where email_normalised = ${email.toLowerCase()} and status = 'submitted'`;
  if (!row) throw new Error(`no application of ${email}`);
  return row.id;
}

/** An application that is approved; gives the award and the code that redeems it. */
export async function award(
  database: TestDatabase,
  services: Services,
  of: { course: string; email: string; poolId: string; percent: number; by?: Context },
) {
  const id = await apply(database, services, of.course, of.email, of.by);
  const { awardId, granted, toPay } = await approveApplication(contextAs(services, { kind: "job", id: "test" }), {
    id,
    poolId: of.poolId,
    percent: of.percent,
    expiresAt: addMs(new Date(Math.max(Date.now(), services.clock.now().getTime())), 30 * DAY_MS),
  });
  const [row] = await database.sql<{ code: string; couponId: string }[]>`
    select c.code, c.id as "couponId" from grant_awards a join coupons c on c.id = a.coupon_id where a.id = ${awardId}`;
  if (!row) throw new Error(`award ${awardId} has no coupon`);
  return { applicationId: id, awardId, granted, toPay, ...row };
}

/** A pool's figures in minor units. */
export async function figuresOf(services: Services, poolId: string) {
  const pool = (await listPools(contextAs(services, { kind: "job", id: "test" }))).find(({ id }) => id === poolId);
  if (!pool) throw new Error(`no pool ${poolId}`);
  const { funded, reserved, spent, free } = pool;
  return { funded: funded.amount, reserved: reserved.amount, spent: spent.amount, free: free.amount };
}
