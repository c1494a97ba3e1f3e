import "server-only";
import type { QuoteAnswer } from "@stoa/api/checkout/schemas";
import { outcomeOf } from "@stoa/api/http/problem";
import { problemMessage } from "../forms/answer-form.ts";
import type { Api } from "../server/api.ts";
import { typedCoupon } from "./typed-coupon.ts";

type Ask = Parameters<Api["checkout"]["quote"]>[0];

interface Quoted {
  quoted: Awaited<ReturnType<typeof outcomeOf<QuoteAnswer>>>;
  /** Why the code that was typed, here or in the cart, is not in the price; null also for one that came with the address. */
  refused: string | null;
  /** The address that was typed with the code. */
  email: string | undefined;
}

/** What a code can be refused for; the basket then costs what it costs without. */
const REFUSALS: readonly string[] = ["coupon_not_valid", "too_many_requests"];

/**
 * The price with the code that was typed here, is kept with the cart or came with the address, whichever is first; without
 * it when it is not good for this.
 */
export async function quoteWithCoupon(
  api: Api,
  ask: Ask,
  { kept, offered }: { kept: string | null; offered: string },
): Promise<Quoted> {
  const typed = await typedCoupon();
  const meant = typed?.code ?? kept;
  const code = meant ?? offered.slice(0, 40);
  const email = typed?.email || undefined;
  const plain = () => outcomeOf(api.checkout.quote(ask));
  if (code === "") return { quoted: await plain(), refused: null, email };
  const quoted = await outcomeOf(api.checkout.quote({ ...ask, couponCode: code, ...(email ? { email } : {}) }));
  if (quoted.ok || !REFUSALS.includes(quoted.problem.code)) return { quoted, refused: null, email };
  return { quoted: await plain(), refused: meant === null ? null : await problemMessage(quoted.problem), email };
}
