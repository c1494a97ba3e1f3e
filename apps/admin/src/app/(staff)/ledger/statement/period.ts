import { addMs, DAY_MS } from "@stoa/kit";

/** Days in UTC as a person says them, and the half-open window they mean. */
export interface Period {
  firstDay: string;
  lastDay: string;
  from: Date;
  to: Date;
}

/** The days of the form; from the first of the month until today when they are absent or bent. */
export function periodOf(params: Readonly<Record<string, string>>, now: Date): Period {
  const today = dayOf(now);
  const firstDay = isDay(params.from) ? params.from : `${today.slice(0, 7)}-01`;
  const lastDay = isDay(params.until) && params.until >= firstDay ? params.until : laterOf(today, firstDay);
  return { firstDay, lastDay, from: startOf(firstDay), to: addMs(startOf(lastDay), DAY_MS) };
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(startOf(text).getTime());
}

const startOf = (day: string) => new Date(`${day}T00:00:00Z`);
const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const laterOf = (left: string, right: string) => (left > right ? left : right);
