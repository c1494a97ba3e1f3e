import { DAY_MS, share } from "@stoa/kit";
import { type Commission, clawBack, freeze, post, reservedOf, thaw } from "./commissions.ts";
import type { DomainRules } from "./domains.ts";
import type { Order, Shop } from "./shop.ts";

/** What new sales by affiliates go by. */
export interface Programme {
  rateBps: number;
  windowMs: number;
  model: "last_click" | "first_click";
  holdMs: number;
}

export interface Affiliate {
  user: string;
  email: string;
  suspended: boolean;
  /** The address of whoever orders from the network that this one joined from. */
  neighbour: string | null;
}

/** An order that somebody's link led to. */
export interface Referral {
  affiliate: string;
  status: "accepted" | "held" | "refused";
  converted: boolean;
}

export interface Affiliates {
  programme: Programme;
  members: Map<string, Affiliate>;
  /** Whose links a browser has followed, by the address that orders from it. */
  touches: Map<string, { affiliate: string; at: number }[]>;
  clicks: Set<string>;
  /** By order. */
  referrals: Map<string, Referral>;
  commissions: Commission[];
  /** What moves what is owed to an affiliate, and counts only from its day on. */
  later: { affiliate: string; currency: string; at: number; amount: number }[];
}

export const noAffiliates = (): Affiliates => ({
  programme: { rateBps: 0, windowMs: 0, model: "last_click", holdMs: 0 },
  members: new Map(),
  touches: new Map(),
  clicks: new Set(),
  referrals: new Map(),
  commissions: [],
  later: [],
});

/** A page was opened by an affiliate's link; each browser counts once a day. */
export function click(shop: Shop, affiliate: string, email: string, at: number): void {
  const touched = shop.affiliates.touches.get(email) ?? [];
  if (touched.some((touch) => touch.affiliate === affiliate && touch.at + DAY_MS > at)) return;
  shop.affiliates.clicks.add(`${affiliate} ${new Date(at).toISOString().slice(0, 10)} ${email}`);
}

/** The browser keeps it. */
export function touch(shop: Shop, affiliate: string, email: string, at: number): void {
  const { touches } = shop.affiliates;
  touches.set(email, [...(touches.get(email) ?? []), { affiliate, at }]);
}

/** Whoever uses a browser orders under another address from now on; what the browser keeps stays, and so does its network. */
export function moveBrowser({ affiliates }: Shop, from: string, to: string): void {
  const touched = affiliates.touches.get(from);
  if (touched) affiliates.touches.set(to, touched);
  affiliates.touches.delete(from);
  for (const member of affiliates.members.values()) if (member.neighbour === from) member.neighbour = to;
  const moved = [...affiliates.clicks].map((each) => (each.endsWith(` ${from}`) ? each.replace(from, to) : each));
  affiliates.clicks = new Set(moved);
}

/** A person has looked at a referral that was held. */
export function decideReferral(shop: Shop, order: string, decision: "accepted" | "refused"): void {
  const referral = shop.affiliates.referrals.get(order);
  if (referral?.status !== "held") return;
  referral.status = decision;
  if (decision === "refused" || !referral.converted) return;
  post(shop, ofOrder(shop, order));
  if (shop.orders.get(order)?.status === "disputed") freeze(shop, ofOrder(shop, order));
}

/** Commission is owed from the sale on, follows what goes back of it to the last unit, and is kept while it is disputed. */
export const affiliateRules: DomainRules = {
  placed: attribute,
  sold: accrue,
  undone: (shop, order) => {
    clawBack(shop, order, ofOrder(shop, order.id));
    if (order.status !== "disputed") thaw(shop, ofOrder(shop, order.id));
  },
  disputed: (shop, order) => {
    const own = ofOrder(shop, order.id);
    if (order.status === "disputed") freeze(shop, own);
    else thaw(shop, own);
  },
  lines: (shop) => [
    ...[...shop.affiliates.members].map(
      ([id, { suspended }]) => `affiliate ${id} ${suspended ? "suspended" : "active"}`,
    ),
    ...reservedLines(shop),
    ...[...shop.affiliates.clicks].map((each) => `click ${each.split(" ").slice(0, 2).join(" ")}`),
    ...[...shop.affiliates.referrals].map(
      ([order, { affiliate, status, converted }]) =>
        `referral ${order} ${affiliate} ${status} ${converted ? "converted" : "open"}`,
    ),
    ...shop.affiliates.commissions.map(
      ({ order, subject, amount, remaining, availableAt, posted }) =>
        `commission ${order} ${subject} ${amount} ${remaining} ${posted ? "booked" : "waits"} until ${availableAt}`,
    ),
  ],
};

/** What of their balances is kept, by disputes and by payouts alike. */
function reservedLines(shop: Shop): string[] {
  const currencies = new Set(shop.affiliates.commissions.map(({ currency }) => currency));
  return [...shop.affiliates.members.keys()].flatMap((id) =>
    [...currencies].flatMap((currency) => {
      const kept = reservedOf(shop, id, currency);
      return kept === 0 ? [] : [`kept of ${id} ${kept} ${currency}`];
    }),
  );
}

function ofOrder({ affiliates }: Shop, order: string): Commission[] {
  return affiliates.commissions.filter((each) => each.order === order);
}

/** An order with something to pay is the affiliate's whose link counts: of those followed lately, the last or the first. */
function attribute(shop: Shop, order: Order): void {
  if (order.gateway === null) return;
  const { programme, members, touches, referrals } = shop.affiliates;
  const counting = (touches.get(order.email) ?? []).filter(
    ({ affiliate, at }) => at > shop.now - programme.windowMs && members.get(affiliate)?.suspended === false,
  );
  const chosen = programme.model === "last_click" ? counting.at(-1) : counting[0];
  const affiliate = members.get(chosen?.affiliate ?? "");
  if (!chosen || !affiliate) return;
  const signs = affiliate.email === order.email ? "refused" : affiliate.neighbour === order.email ? "held" : "accepted";
  referrals.set(order.id, { affiliate: chosen.affiliate, status: signs, converted: false });
}

/** What a person has decided stands, unless something came to light since. */
function accrue(shop: Shop, order: Order): void {
  const { programme, members, referrals, commissions } = shop.affiliates;
  const referral = referrals.get(order.id);
  if (!referral || referral.status === "refused" || referral.converted) return;
  if (members.get(referral.affiliate)?.suspended) referral.status = "held";
  referral.converted = true;
  const { currency = order.currency } =
    [...shop.payments.values()].find((payment) => payment.order === order.id && payment.into === "sale") ?? {};
  // As long as a purchase may be given back its money is nobody's to share.
  const availableAt = shop.now + Math.max(programme.holdMs, shop.returnableMs);
  for (const { kind, subject, sold } of order.lines) {
    const net = sold.total - sold.tax;
    if (kind !== "course" || net <= 0) continue;
    const amount = share(net, programme.rateBps);
    const { affiliate } = referral;
    const fresh = { posted: false, frozen: 0, remaining: amount };
    commissions.push({ order: order.id, subject, affiliate, currency, net, amount, availableAt, ...fresh });
  }
  if (referral.status === "accepted") post(shop, ofOrder(shop, order.id));
}
