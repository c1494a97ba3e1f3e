import type { TestDatabase } from "@stoa/db/testing/database";
import { addPool } from "../../../grants/testing/fund.ts";
import { createCaller } from "../../../root.ts";
import { addPerson, signedIn } from "../../../testing/people.ts";
import { addAffiliate, type TestAffiliate } from "../../testing/affiliate.ts";
import { type Shop, testShop } from "../../testing/shop.ts";
import { type Told, told } from "../../testing/told.ts";

/** Everything that a sale, and what goes back of it, can touch. */
export interface RefundWorld {
  readonly database: TestDatabase;
  readonly shop: Shop;
  /** What each gateway would tell. */
  readonly gateways: Readonly<Record<"paypal" | "stripe", Told>>;
  readonly admin: ReturnType<typeof createCaller>;
  readonly affiliate: TestAffiliate;
  /** Takes off a tenth, and comes back when everything is given back. */
  readonly couponCode: string;
  /** Has money for every grant there will be. */
  readonly poolId: string;
}

/** Call it once at the top of a file, beside `testDatabase()`; open it before the first test. */
export function refundWorld(database: TestDatabase): { shop: Shop; open: () => Promise<RefundWorld> } {
  const shop = testShop(database);
  const open = async () => {
    const admin = createCaller(await signedIn(shop.services, await addPerson(shop.services, "ada")));
    const { code: couponCode } = await admin.coupons.create({
      label: "A tenth off, and back with the refund",
      discount: { kind: "percentage", rateBps: 1_000 },
      scope: { kind: "all_courses" },
      returnsOnRefund: true,
    });
    return {
      database,
      shop,
      gateways: { stripe: told(shop), paypal: told(shop, "paypal") },
      admin,
      affiliate: await addAffiliate(shop),
      couponCode,
      poolId: await addPool(shop.services, 1_000_000_000),
    };
  };
  return { shop, open };
}
