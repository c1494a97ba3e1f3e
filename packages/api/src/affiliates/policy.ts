import { normaliseEmail } from "@stoa/kit";

/** Signs that a buyer is the affiliate. The first three are proof enough to refuse; the others ask a person. */
export type Signal = "same_user" | "same_email" | "same_payout" | "same_network" | "same_device" | "suspended";

const PROOF: readonly Signal[] = ["same_user", "same_email", "same_payout"];

/** What becomes of a referral that shows these signs. */
export function statusFor(signals: readonly Signal[]): "accepted" | "held" | "refused" {
  if (signals.some((signal) => PROOF.includes(signal))) return "refused";
  return signals.length > 0 ? "held" : "accepted";
}

/** Mail hosts where dots in the name mean nothing. */
const DOTLESS = new Set(["gmail.com", "googlemail.com"]);

/**
 * Whether two addresses are likely one mailbox: plus tags do not tell them apart, nor dots where the host ignores them.
 * Looser than what an account goes by, because here a wrong no costs money and a wrong yes costs a commission of one's own.
 */
export function isSameMailbox(left: string, right: string): boolean {
  return mailboxOf(left) === mailboxOf(right);
}

function mailboxOf(email: string): string {
  const [name = "", host = ""] = normaliseEmail(email).split("@");
  const [bare = ""] = name.split("+");
  if (!DOTLESS.has(host)) return `${bare}@${host}`;
  return `${bare.replaceAll(".", "")}@gmail.com`;
}

/** A rate that staff have agreed, for an affiliate, a course, or both. */
export interface AgreedRate {
  affiliateId: string | null;
  courseId: string | null;
  rateBps: number;
}

/**
 * The rate of one line: what was agreed with this affiliate for this course, else with this affiliate, else for this
 * course, else the programme's.
 */
export function rateFor(
  sale: { affiliateId: string; subjectId: string },
  agreed: readonly AgreedRate[],
  programmeBps: number,
): number {
  const find = (affiliateId: string | null, courseId: string | null) =>
    agreed.find((rate) => rate.affiliateId === affiliateId && rate.courseId === courseId)?.rateBps;
  return (
    find(sale.affiliateId, sale.subjectId) ?? find(sale.affiliateId, null) ?? find(null, sale.subjectId) ?? programmeBps
  );
}
