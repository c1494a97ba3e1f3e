import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { followPayouts } from "../payouts/follow-payouts.ts";
import { testPayees } from "../payouts/testing/payees.ts";
import { brokenInvariants } from "../reporting/run-invariants.ts";
import { seed } from "./index.ts";

const database = testDatabase();
const world = testPayees(database);

test("where a service pays out, the seed's affiliate has asked for what is released, and is paid once a worker runs", async () => {
  await seed(world.services);
  const payout = async () => (await database.sql`select status, amount_minor::int as amount, gateway from payouts`)[0];
  expect(await payout()).toMatchObject({ status: "approved", gateway: "paypal" });
  await world.drain();
  await database.sql`update payouts set next_attempt_at = now() - interval '1 second'`;
  await followPayouts(world.worker());
  expect(await payout()).toMatchObject({ status: "paid" });
  expect(await brokenInvariants(world.services)).toEqual([]);
});
