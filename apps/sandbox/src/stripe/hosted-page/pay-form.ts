import { z } from "zod";
import type { Instrument } from "../charges.ts";
import { cardOf, type PaymentBehaviour, TEST_ACCOUNTS } from "../test-instruments.ts";

/** What the buyer typed, as it goes back into the form when something is wrong. */
export interface PayFormValues {
  email: string;
  name: string;
  number: string;
  expiry: string;
  cvc: string;
  iban: string;
}

export type PayFormErrors = Partial<Record<keyof PayFormValues, string>>;

export type PayForm =
  | { ok: true; instrument: Instrument; behaviour: PaymentBehaviour }
  | { ok: false; values: PayFormValues; errors: PayFormErrors };

const typed = z.string().max(200).default("");
const valuesSchema = z.object({ email: typed, name: typed, number: typed, expiry: typed, cvc: typed, iban: typed });
const emailSchema = z.email();

/** Reads the card form of the hosted page; every field is checked, so that all mistakes show at once. */
export function readCardForm(body: Record<string, unknown>, now: Date): PayForm {
  const values: PayFormValues = valuesSchema.parse(body);
  const number = values.number.replaceAll(/[\s-]/g, "");
  const expiry = expiryOf(values.expiry);
  const errors: PayFormErrors = {
    ...(emailSchema.safeParse(values.email.trim()).success ? {} : { email: "Enter an e-mail address." }),
    ...(isCardNumber(number) ? {} : { number: "Your card number is invalid." }),
    ...(expiry === null ? { expiry: "Enter month and year, such as 12 / 34." } : {}),
    ...(expiry !== null && isPast(expiry, now) ? { expiry: "Your card has expired." } : {}),
    ...(/^\d{3,4}$/.test(values.cvc.trim()) ? {} : { cvc: "Enter the three digits of the security code." }),
  };
  if (Object.keys(errors).length > 0 || expiry === null) return { ok: false, values, errors };
  const card = cardOf(number);
  const instrument: Instrument = {
    type: "card",
    brand: card.brand,
    last4: number.slice(-4),
    expMonth: expiry.month,
    expYear: expiry.year,
    email: values.email.trim(),
    name: values.name.trim() || null,
  };
  return { ok: true, instrument, behaviour: card.behaviour };
}

/** Reads the bank account form. Only Stripe's test accounts are taken. */
export function readDebitForm(body: Record<string, unknown>): PayForm {
  const values: PayFormValues = valuesSchema.parse(body);
  const iban = values.iban.replaceAll(/\s/g, "").toUpperCase();
  const account = TEST_ACCOUNTS.find((candidate) => candidate.iban === iban);
  const email = values.email.trim();
  if (account === undefined || !emailSchema.safeParse(email).success) {
    const errors =
      account === undefined ? { iban: "Use one of the test accounts." } : { email: "Enter an e-mail address." };
    return { ok: false, values, errors };
  }
  const known = { type: "sepa_debit", brand: "", last4: iban.slice(-4), expMonth: 0, expYear: 0 } as const;
  const instrument: Instrument = { ...known, email, name: values.name.trim() || null };
  return { ok: true, instrument, behaviour: { kind: "debited", answer: account.answer } };
}

interface Expiry {
  month: number;
  year: number;
}

function expiryOf(text: string): Expiry | null {
  const match = /^(\d{1,2})\s*\/?\s*(\d{2}|\d{4})$/.exec(text.trim());
  if (match === null) return null;
  const month = Number(match[1]);
  const year = Number(match[2]) % 100;
  return month >= 1 && month <= 12 ? { month, year: 2000 + year } : null;
}

/** A card is good until the end of its month. */
function isPast(expiry: Expiry, now: Date): boolean {
  return Date.UTC(expiry.year, expiry.month) <= now.getTime();
}

/** The Luhn check: from the right, every second digit counts double. */
function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
