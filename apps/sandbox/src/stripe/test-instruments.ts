/** Stripe's own test cards, as far as the sandbox plays them. */
export interface TestCard {
  number: string;
  brand: string;
  does: string;
  behaviour: PaymentBehaviour;
}

export interface Success {
  kind: "succeeds";
  afterwards?: "refund_pending" | "refund_fails" | "disputed";
}

export interface Decline {
  kind: "declined";
  code: string;
  declineCode: string;
  message: string;
}

export type PaymentBehaviour =
  | Success
  | Decline
  | { kind: "challenged" }
  | { kind: "debited"; answer: "debit_succeeds" | "debit_fails" };

export const TEST_CARDS: readonly TestCard[] = [
  { number: "4242424242424242", brand: "visa", does: "The payment succeeds.", behaviour: { kind: "succeeds" } },
  {
    number: "4000002760003184",
    brand: "visa",
    does: "The bank asks for confirmation (3-D Secure).",
    behaviour: { kind: "challenged" },
  },
  {
    number: "4000000000000002",
    brand: "visa",
    does: "The card is declined.",
    behaviour: declined("generic_decline", "Your card was declined."),
  },
  {
    number: "4000000000009995",
    brand: "visa",
    does: "Declined: insufficient funds.",
    behaviour: declined("insufficient_funds", "Your card has insufficient funds."),
  },
  {
    number: "4000000000000259",
    brand: "visa",
    does: "Succeeds, and is then disputed.",
    behaviour: { kind: "succeeds", afterwards: "disputed" },
  },
  {
    number: "4000000000007726",
    brand: "visa",
    does: "Succeeds; a refund stays pending for a while.",
    behaviour: { kind: "succeeds", afterwards: "refund_pending" },
  },
  {
    number: "4000000000005126",
    brand: "visa",
    does: "Succeeds; a refund fails after it had succeeded.",
    behaviour: { kind: "succeeds", afterwards: "refund_fails" },
  },
];

/** Stripe's own test accounts for SEPA direct debit: the bank answers some time after the buyer has left. */
export const TEST_ACCOUNTS = [
  { iban: "DE89370400440532013000", does: "The debit is confirmed after a few seconds.", answer: "debit_succeeds" },
  { iban: "DE62370400440532013001", does: "The debit fails after a few seconds.", answer: "debit_fails" },
] as const;

/** Any other number that looks like a card is a real one, and those are refused here. */
export function cardOf(number: string): TestCard {
  const known = TEST_CARDS.find((card) => card.number === number);
  const message = "Your card was declined. Your request was in test mode, but used a non test card.";
  return known ?? { number, brand: "unknown", does: "", behaviour: declined("test_mode_live_card", message) };
}

/** The card whose last four digits a charge shows. */
export function cardEndingIn(last4: string): TestCard | undefined {
  return TEST_CARDS.find((card) => card.number.endsWith(last4));
}

function declined(declineCode: string, message: string): Decline {
  return { kind: "declined", code: "card_declined", declineCode, message };
}
