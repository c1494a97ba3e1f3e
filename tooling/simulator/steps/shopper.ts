import { createHash } from "node:crypto";
import { createCaller } from "@stoa/api/root";
import { type CartHolder, holdsSomething } from "../model/carts.ts";
import type { Caller, Simulation, Visitor } from "../simulation.ts";
import { actorOf } from "./visitor.ts";

export interface Shopper {
  visitor: Visitor;
  holder: CartHolder;
  caller: Caller;
}

/** Somebody with their cart; with `having`, mostly one that has something in it. */
export async function shopper(simulation: Simulation, having = true): Promise<Shopper> {
  const { chance, shop, visitors } = simulation;
  const some = visitors.filter(({ user, cart }) => holdsSomething(shop, user, cart?.id ?? null));
  const visitor = having && some.length > 0 && chance.happens(0.9) ? chance.pick(some) : chance.pick(visitors);
  return asShopper(simulation, visitor);
}

export async function asShopper(simulation: Simulation, visitor: Visitor): Promise<Shopper> {
  const actor = await actorOf(simulation, visitor);
  const user = actor.kind === "user" ? actor.id : null;
  const holder = { user, email: user === null ? "" : visitor.email, shown: visitor.cart?.id ?? null };
  return { visitor, holder, caller: createCaller(simulation.browser(visitor, actor)) };
}

/** The account's cart; or the visitor's of this token, which of a process that died nobody was told. */
export async function cartMade({ database, gate, shop }: Simulation, { user }: CartHolder, token: string | null) {
  const hash = token === null ? null : createHash("sha256").update(token).digest("hex");
  const rows = await database.sql<{ id: string }[]>`
    select id from carts where user_id = ${user} or (${user === null} and token_hash = ${hash})
      or (${user === null && gate.dead} and token_hash is not null)`;
  return rows.find(({ id }) => user !== null || !shop.carts.all.has(id))?.id ?? null;
}
