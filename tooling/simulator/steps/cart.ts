import type { SimulatedDomain } from "../domains.ts";
import {
  cartOf,
  discountsOn,
  forgetOld,
  keepCode,
  merge,
  offerOf,
  putIn,
  removeBought,
  takeOut,
} from "../model/carts.ts";
import { codeOf, type Simulation } from "../simulation.ts";
import type { Done, Effect } from "../step.ts";
import { judged } from "./as-staff.ts";
import { checkOut, lookAtPrice } from "./cart-checkout.ts";
import { look } from "./cart-view.ts";
import { asShopper, cartMade, shopper } from "./shopper.ts";
import { signInAs } from "./sign-in.ts";
import { anyCode } from "./start.ts";

/** So that carts meet orders and sign-ins from the first step on. */
const IN_CARTS_AT_FIRST = 5;

/** Courses that visitors gather before they buy, and bring along when they sign in. */
export const CARTS: SimulatedDomain = {
  setUp: async (simulation) => {
    for (let gathered = 0; gathered < IN_CARTS_AT_FIRST; gathered++) {
      for (const effect of (await put(simulation)).effects) effect(simulation.shop);
    }
  },
  steps: [
    { name: "put in the cart", weight: 7, run: put },
    { name: "take out of the cart", weight: 0.7, run: take },
    { name: "keep a code", weight: 2, run: keep },
    { name: "look into the cart", weight: 2, run: look },
    { name: "bring a cart along", weight: 2, run: bring },
    { name: "look at the price of a cart", weight: 1.5, run: lookAtPrice },
    { name: "check out a cart", weight: 5, run: checkOut },
  ],
  meeting: { "put in the cart": 1.5, "bring a cart along": 1.5, "keep a code": 0.5, "check out a cart": 1.5 },
  routine: ["carts.forget_old"],
  jobs: {
    "carts.forget_old": () => [forgetOld],
    "checkout.order_paid": (_simulation, { orderId = "" }) => [
      (shop) => {
        const order = shop.orders.get(orderId);
        if (order) removeBought(shop, order);
      },
    ],
  },
  picture: `
    select concat_ws(' ', 'cart', id, 'of', coalesce(user_id, 'a visitor'), 'with', coalesce(coupon_code, 'no code'),
      'used', (extract(epoch from updated_at) * 1000)::bigint) from carts
    union all
    select concat_ws(' ', 'in cart', cart_id, subject_id, seen_minor, currency) from cart_lines
    union all
    select concat_ws(' ', 'order', order_id, 'is from', cart_id) from cart_orders`,
};

/** Whoever is signed in brings their browser's cart along; what is not for sale is refused all the same. */
async function put(simulation: Simulation): Promise<Done> {
  const { visitor, holder, caller } = await shopper(simulation, false);
  const course = simulation.chance.pick([...simulation.shop.courses.keys()]);
  simulation.shop.now = simulation.now;
  const offer = offerOf(simulation.shop, holder, course);
  const answer = await caller.cart
    .add({ kind: "course", id: course })
    .catch((error: unknown) => ({ refused: codeOf(error) }));
  const { dead } = simulation.gate;
  const token = "refused" in answer ? null : answer.cartToken;
  const made = await cartMade(simulation, holder, token);
  const effects: Effect[] = [(shop) => merge(shop, holder, made)];
  const told = `${visitor.name} puts ${course} into the cart`;
  const putting: Effect = (shop) => putIn(shop, holder, course, made);
  if (dead) return { told: `${told} and the process dies`, effects: [...effects, putting], partial: true };
  if (token !== null && made !== null) visitor.cart = { id: made, token };
  const refused = "refused" in answer ? answer.refused : null;
  const expected = typeof offer === "string" ? offer : null;
  return {
    told: `${told}${refused === null ? "" : `: ${refused}`}`,
    effects: refused === null ? [...effects, putting] : effects,
    ...(refused === expected ? {} : { wrong: `answered ${refused ?? "yes"}, expected ${expected ?? "yes"}` }),
  };
}

async function take(simulation: Simulation): Promise<Done | null> {
  const { visitor, holder, caller } = await shopper(simulation);
  const [, cart] = cartOf(simulation.shop, holder) ?? [];
  const course = simulation.chance.pickOrNull([...(cart?.lines.keys() ?? [])]);
  if (course === null) return null;
  return judged(
    simulation,
    `${visitor.name} takes ${course} out of the cart`,
    () => caller.cart.remove({ kind: "course", id: course }),
    null,
    async () => [(shop) => takeOut(shop, holder, course)],
  );
}

async function keep(simulation: Simulation): Promise<Done> {
  const { visitor, holder, caller } = await shopper(simulation);
  const code = simulation.chance.happens(0.15) ? null : anyCode(simulation);
  simulation.shop.now = simulation.now;
  const valid = code === null || discountsOn(simulation.shop, holder, code).length > 0;
  return judged(
    simulation,
    `${visitor.name} has ${code ?? "no code"} kept with the cart`,
    () => caller.cart.keepCoupon({ couponCode: code }),
    valid ? null : "coupon_not_valid",
    async () => [(shop) => keepCode(shop, holder, code)],
  );
}

/** Who signs in brings along what they gathered before; told again it changes nothing. */
async function bring(simulation: Simulation): Promise<Done | null> {
  const gathered = simulation.visitors.filter(({ cart, user }) => cart !== undefined && user !== null);
  const visitor = simulation.chance.pickOrNull(gathered);
  if (visitor === null) return null;
  const guest = await asShopper(simulation, visitor);
  if (guest.holder.user === null) return signInAs(simulation, visitor);
  const { holder, caller } = guest;
  return judged(
    simulation,
    `${visitor.name} brings a cart along`,
    () => caller.cart.merge(),
    null,
    async () => {
      const made = await cartMade(simulation, holder, null);
      return [(shop) => merge(shop, holder, made)];
    },
  );
}
