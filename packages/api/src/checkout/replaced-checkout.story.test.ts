import { testDatabase } from "@stoa/db/testing/database";
import { type Gateway, GatewayUnavailable } from "@stoa/payments";
import { afterEach, beforeAll, expect, test } from "vitest";
import { createCoupon } from "../coupons/create-coupon.ts";
import { createCouponInput } from "../coupons/schemas.ts";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { openCheckout } from "./open-checkout.ts";
import { startCheckout } from "./start-checkout.ts";
import { freshAddress, testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

let asha: Context & { actor: UserActor };

beforeAll(async () => {
  asha = await signedIn(shop.services, await addPerson(shop.services, "asha"), { ip: freshAddress() });
});

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** The same buyer, with something that happens around the calls of the gateway. */
function withCalls(around: (gateway: Gateway) => Partial<Gateway>): Context {
  const { gateways } = shop.services;
  const changed = (gateway: Gateway): Gateway => ({ ...gateway, ...around(gateway) });
  return {
    ...asha,
    services: {
      ...shop.services,
      gateways: {
        ...gateways,
        get: (name) => changed(gateways.get(name)),
        choose: (choice) => changed(gateways.choose(choice)),
      },
    },
  };
}

/** Two carts and a code that can be used once. */
async function twoCarts() {
  const { code } = await createCoupon(
    contextAs(shop.services, { kind: "system", id: "test" }),
    createCouponInput.parse({
      label: "Once",
      discount: { kind: "percentage", rateBps: 1_000 },
      scope: { kind: "all_courses" },
      maxRedemptions: 1,
    }),
  );
  const [first, second] = [await shop.addCourse(), await shop.addCourse()];
  const start = (ctx: Context, { slug }: { slug: string }) =>
    startCheckout(ctx, { lines: [{ kind: "course", id: slug, quantity: 1 }], couponCode: code, gateway: "stripe" });
  return { startFirst: (ctx: Context) => start(ctx, first), startSecond: (ctx: Context) => start(ctx, second) };
}

const pageOf = async (orderId: string) =>
  (await shop.sandbox.state()).checkouts.filter((checkout) => checkout.orderId === orderId).map(({ status }) => status);

test("T41 an order that its buyer replaces while its page is being made leads to no page, and none can be paid", async () => {
  const { startFirst, startSecond } = await twoCarts();
  let second: Awaited<ReturnType<typeof startSecond>> | undefined;
  const first = await startFirst(
    withCalls((gateway) => ({
      createCheckout: async (request, options) => {
        second = await startSecond(asha);
        return gateway.createCheckout(request, options);
      },
    })),
  );
  expect((await shop.outcomeOf(first.orderId)).status).toBe("expired");
  expect(first.redirectUrl).toBeUndefined();
  expect(await pageOf(first.orderId)).toEqual(["expired"]);
  expect(second?.redirectUrl).toBeDefined();
});

test("T41 an order whose page is made while its buyer replaces it is closed with the page", async () => {
  const { startFirst, startSecond } = await twoCarts();
  const failure = { gateway: "stripe", call: "createCheckout", reason: "503", explanation: "" } as const;
  const first = await startFirst(
    withCalls(() => ({
      createCheckout: () => Promise.reject(new GatewayUnavailable(failure)),
    })),
  );
  const second = await startSecond(
    withCalls((gateway) => ({
      findCheckouts: async (...asked) => {
        const found = await gateway.findCheckouts(...asked);
        await openCheckout(asha, first.orderId);
        return found;
      },
    })),
  );
  expect((await shop.outcomeOf(first.orderId)).status).toBe("expired");
  expect(await pageOf(first.orderId)).toEqual(["expired"]);
  expect(await pageOf(second.orderId)).toEqual(["open"]);
});
