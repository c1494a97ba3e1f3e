import { formatMoney, type Money } from "@stoa/kit";
import type { MailLocale } from "./mail-data.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";
import { hi } from "./messages/hi.ts";
import type { MailMessages } from "./messages/mail-messages.ts";

/** Everything a template needs to speak one language: the words, and how figures and times are written. */
export interface Language {
  /** For the `lang` attribute. */
  tag: string;
  messages: MailMessages;
  money(value: Money): string;
  /** A day and time with its zone: `21 November 2026 at 10:03 GMT`. */
  moment(at: string, timeZone: string): string;
  /** `30 minutes`, `24 hours`; whole hours when it divides. */
  duration(minutes: number): string;
  /** Basis points as a percentage: 1950 is `19.5%`. */
  rate(bps: number): string;
}

const MESSAGES: Readonly<Record<MailLocale, MailMessages>> = { en, hi, fr };
const TAGS: Readonly<Record<MailLocale, string>> = { en: "en-GB", hi: "hi-IN", fr: "fr-FR" };

export function languageOf(locale: MailLocale): Language {
  const tag = TAGS[locale];
  return {
    tag,
    messages: MESSAGES[locale],
    money: (value) => formatMoney(value, tag),
    moment: (at, timeZone) => new Intl.DateTimeFormat(tag, { ...MOMENT, timeZone }).format(new Date(at)),
    duration: (minutes) => duration(minutes, tag),
    rate: (bps) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 }).format(bps / 10_000),
  };
}

const MOMENT: Intl.DateTimeFormatOptions = {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
};

function duration(minutes: number, tag: string): string {
  const [count, unit] = minutes >= 60 && minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
