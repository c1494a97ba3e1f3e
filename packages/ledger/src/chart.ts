import type { productKindEnum } from "@stoa/db/enums/orders";
import type { gatewayEnum } from "@stoa/db/enums/payments";
import { UnknownAccount } from "./errors.ts";

export type Gateway = (typeof gatewayEnum.enumValues)[number];
export type ProductKind = (typeof productKindEnum.enumValues)[number];
export type AccountKind = "asset" | "liability" | "income" | "expense";

/** The side on which an account grows: assets and expenses by debits, liabilities and income by credits. */
export type Side = "debit" | "credit";

/** What may stand in a `<segment>` of an address, for the compiler; `SEGMENT_PATTERNS` says it for the run time. */
interface Segments {
  gateway: Gateway;
  product: ProductKind;
  country: string;
  id: string;
}

/** The database holds the same patterns, so that it refuses an address the chart does not declare. */
const SEGMENT_PATTERNS: Readonly<Record<keyof Segments, string>> = {
  gateway: "[a-z]+",
  product: "[a-z_]+",
  country: "[A-Z]{2}",
  id: "[A-Za-z0-9_-]+",
};

interface Declaration {
  pattern: string;
  kind: AccountKind;
  /** The balance less what is held of it never goes below zero; the database refuses. */
  nonNegative: boolean;
  /** Kept exact in a row of its own. The hot accounts of the platform have none: a row that all write is a queue. */
  tracked: boolean;
  /** What it means that money is here. */
  meaning: string;
}

const hot = { nonNegative: false, tracked: false } as const;
const guarded = { nonNegative: true, tracked: true } as const;

/** The chart of accounts. The migrations say the same to the database; a test compares the two. */
export const CHART = {
  gatewayClearing: {
    pattern: "gateway/<gateway>/clearing",
    kind: "asset",
    ...hot,
    meaning: "Money that a gateway holds for the platform. Below zero when refunds outrun sales.",
  },
  gatewayFees: {
    pattern: "gateway/<gateway>/fees",
    kind: "expense",
    ...hot,
    meaning: "What a gateway keeps for its work, dispute fees included.",
  },
  gatewayLosses: {
    pattern: "gateway/<gateway>/losses",
    kind: "expense",
    ...hot,
    meaning: "What went back to buyers beyond what they had paid, as when a dispute is lost after a refund.",
  },
  gatewayExchange: {
    pattern: "gateway/<gateway>/exchange",
    kind: "asset",
    ...hot,
    meaning:
      "The platform's position in a currency that a gateway changed for another; two transfers make an exchange.",
  },
  bank: {
    pattern: "bank/<id>",
    kind: "asset",
    ...hot,
    meaning: "The platform's own bank account, where gateways pay out to.",
  },
  revenue: {
    pattern: "revenue/<product>",
    kind: "income",
    ...hot,
    meaning: "Sales without tax, by what was sold, less what was refunded.",
  },
  taxPayable: {
    pattern: "tax/<country>/payable",
    kind: "liability",
    ...hot,
    meaning: "Tax collected and owed to a country. Below zero when a return was filed before a refund.",
  },
  reviewSuspense: {
    pattern: "suspense/review",
    kind: "liability",
    ...guarded,
    meaning: "Money received that is not as expected, until a person decides whose it is.",
  },
  refundsPayable: {
    pattern: "refunds/<gateway>/payable",
    kind: "liability",
    ...guarded,
    meaning: "Refunds promised to buyers that failed at the gateway, until they are paid after all.",
  },
  disputesHeld: {
    pattern: "disputes/<gateway>/held",
    kind: "asset",
    ...guarded,
    meaning: "Money that a gateway took back while a dispute is open.",
  },
  affiliateCommissions: {
    pattern: "affiliates/commissions",
    kind: "expense",
    ...hot,
    meaning: "Commissions earned by affiliates, less clawbacks.",
  },
  affiliatePayable: {
    pattern: "affiliate/<id>/payable",
    kind: "liability",
    ...guarded,
    meaning: "Commission owed to an affiliate.",
  },
  affiliateReceivable: {
    pattern: "affiliate/<id>/receivable",
    kind: "asset",
    ...guarded,
    meaning: "What an affiliate owes back, because a commission was clawed back after it was paid out.",
  },
  sessionEscrow: {
    pattern: "session/<id>/escrow",
    kind: "liability",
    ...guarded,
    meaning: "What a learner paid for a live session that is not settled yet.",
  },
  partnerPayable: {
    pattern: "partner/<id>/payable",
    kind: "liability",
    ...guarded,
    meaning: "What a partner earned with live sessions.",
  },
  creatorEarnings: {
    pattern: "creator/<id>/earnings",
    kind: "liability",
    ...guarded,
    meaning: "What a creator earned by memberships, unlocks and tips.",
  },
  wallet: {
    pattern: "wallet/<id>",
    kind: "liability",
    ...guarded,
    meaning: "What a person has topped up and not spent.",
  },
  grantsPool: {
    pattern: "grants/<id>/pool",
    kind: "liability",
    ...guarded,
    meaning: "Money given to a pool of grants and not yet spent; approved grants are holds on it.",
  },
  grantsContributed: {
    pattern: "grants/contributed",
    kind: "expense",
    ...hot,
    meaning: "What the platform itself put into pools of grants.",
  },
} as const satisfies Record<string, Declaration>;

export type AccountName = keyof typeof CHART;

/** `gateway/<gateway>/clearing` → `gateway/${Gateway}/clearing`. */
type Fill<P extends string> = P extends `${infer Head}<${infer S extends keyof Segments}>${infer Tail}`
  ? `${Head}${Segments[S]}${Fill<Tail>}`
  : P;

/** The segments of a pattern, in order: what its builder takes. */
type Arguments<P extends string> = P extends `${string}<${infer S extends keyof Segments}>${infer Tail}`
  ? [Segments[S], ...Arguments<Tail>]
  : [];

/** Every address the chart declares; another literal does not compile. */
export type AccountAddress = { [N in AccountName]: Fill<(typeof CHART)[N]["pattern"]> }[AccountName];

type Builders = {
  readonly [N in AccountName]: (
    ...segments: Arguments<(typeof CHART)[N]["pattern"]>
  ) => Fill<(typeof CHART)[N]["pattern"]>;
};

/** Builds addresses: `account.gatewayClearing("stripe")` is `gateway/stripe/clearing`. */
export const account = Object.fromEntries(
  Object.values(CHART).map(({ pattern }, index) => [
    Object.keys(CHART)[index],
    (...segments: string[]) => parseAddress(pattern.replace(/<[a-z]+>/g, () => segments.shift() ?? "")),
  ]),
) as unknown as Builders;

/** A declared account: its place in the chart, and the side on which it grows. */
export interface DeclaredAccount extends Declaration {
  name: AccountName;
  normalSide: Side;
  /** The regular expression that its addresses match. */
  expression: string;
}

/** The whole chart, in the order of the declaration. */
export const DECLARED_ACCOUNTS: readonly DeclaredAccount[] = Object.entries(CHART).map(([name, declaration]) => ({
  ...declaration,
  name: name as AccountName,
  normalSide: normalSideOf(declaration.kind),
  expression: `^${declaration.pattern.replace(/<([a-z]+)>/g, (_, segment: keyof Segments) => SEGMENT_PATTERNS[segment])}$`,
}));

const MATCHERS = DECLARED_ACCOUNTS.map((declared) => ({ declared, regex: new RegExp(declared.expression) }));

/** The side on which accounts of this kind grow. */
export function normalSideOf(kind: AccountKind): Side {
  return kind === "asset" || kind === "expense" ? "debit" : "credit";
}

/** The declaration that an address falls under. Throws `UnknownAccount`. */
export function declarationOf(address: string): DeclaredAccount {
  const match = MATCHERS.find(({ regex }) => regex.test(address));
  if (!match) throw new UnknownAccount(address);
  return match.declared;
}

/** A text from outside (a URL, a row) as an address of the chart. Throws `UnknownAccount`. */
export function parseAddress(text: string): AccountAddress {
  declarationOf(text);
  return text as AccountAddress;
}
