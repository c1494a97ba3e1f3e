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
  /** A day and time with its zone: `21 November 2026, 10:03 (GMT)`. */
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
    moment: (at, timeZone) => moment(new Date(at), timeZone, tag),
    duration: (minutes) => duration(minutes, tag),
    rate: (bps) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 }).format(bps / 10_000),
  };
}

/** Day, time and zone are put together here: with all three in one pattern, Hindi sets the zone in front of "o'clock". */
function moment(at: Date, timeZone: string, tag: string): string {
  const day = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone }).format(at);
  const time = new Intl.DateTimeFormat(tag, { timeStyle: "short", timeZone }).format(at);
  const zone = new Intl.DateTimeFormat(tag, { timeZone, timeZoneName: "short" }).formatToParts(at);
  return `${day}, ${time} (${zone.find((part) => part.type === "timeZoneName")?.value ?? timeZone})`;
}

function duration(minutes: number, tag: string): string {
  const [count, unit] = minutes >= 60 && minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
