import { defineJob } from "@stoa/jobs";
import { DAY_MS } from "@stoa/kit";
import { z } from "zod";

const forgetOldCarts = defineJob({
  name: "carts.forget_old",
  queue: "maintenance",
  payload: z.strictObject({}),
  schedule: { everyMs: DAY_MS },
  effect: async () => (await import("./cart-orders.ts")).forgetOldCarts,
});

export const cartsJobs = [forgetOldCarts];
