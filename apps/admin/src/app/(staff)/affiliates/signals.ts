import type { FraudSignals } from "@stoa/api/affiliates/schemas";

/** Why a referral waits or was refused, in words. */
const SIGNALS: Readonly<Record<string, string>> = {
  same_user: "The buyer is the affiliate",
  same_email: "The buyer’s address is the affiliate’s mailbox",
  same_payout: "Buyer and affiliate are paid into one account",
  same_network: "Bought from a network the affiliate uses",
  same_device: "Bought with a browser the affiliate uses",
  suspended: "The affiliate was suspended before the payment",
};

export function signalInWords(signal: string): string {
  return SIGNALS[signal] ?? signal.replaceAll("_", " ");
}

export interface Finding {
  label: string;
  value: string;
  /** Whether it wants a look. */
  bad: boolean;
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });

/** What may be wrong about an affiliate, each with a mark when it is more than chance gives. Pure. */
export function findingsOf(signals: FraudSignals): Finding[] {
  const { clicks30, busiestNetworkClicks, busiestHourClicks, refundedBps } = signals;
  const manyClicks = clicks30 >= 50;
  const count = (label: string, value: number): Finding => ({ label, value: String(value), bad: value > 0 });
  return [
    count("Others who joined from the same network", signals.sameNetworkAffiliates),
    count("Others paid into the same account", signals.samePayoutAffiliates),
    {
      label: "Clicks of 30 days from one network",
      value: `${busiestNetworkClicks} of ${clicks30}`,
      bad: manyClicks && share(busiestNetworkClicks, clicks30) > 0.2,
    },
    {
      label: "Clicks of 30 days in one hour",
      value: `${busiestHourClicks} of ${clicks30}`,
      bad: manyClicks && share(busiestHourClicks, clicks30) > 0.2,
    },
    {
      label: "Commission given back with refunds",
      value: refundedBps === null ? "–" : percent.format(refundedBps / 10_000),
      bad: refundedBps !== null && refundedBps > 2_000,
    },
    count("Own purchases refused", signals.refusedReferrals),
    count("Referrals that wait for a decision", signals.heldReferrals),
  ];
}
