import { invariant } from "@stoa/kit";

/**
 * Frappe stores times as text without an offset, in the time zone of the site: `2026-11-21 10:03:05.123456`.
 * These two functions are the only place that knows.
 */

/** An instant as the site would write it. */
export function toSiteTime(instant: Date, timeZone: string): string {
  const local = new Date(instant.getTime() + offsetMs(instant, timeZone));
  return `${local.toISOString().slice(0, 23).replace("T", " ")}000`;
}

/** The instant the site meant. Of the two readings of the hour that a clock change repeats, the earlier. */
export function fromSiteTime(text: string, timeZone: string): Date {
  const asUtc = new Date(`${text.slice(0, 23).replace(" ", "T")}Z`);
  invariant(!Number.isNaN(asUtc.getTime()), `not a time of Frappe: ${text}`);
  const DAY = 24 * 60 * 60 * 1000;
  const before = offsetMs(new Date(asUtc.getTime() - DAY), timeZone);
  const after = offsetMs(new Date(asUtc.getTime() + DAY), timeZone);
  const readings = [before, after].map((offset) => new Date(asUtc.getTime() - offset));
  const exact = readings.filter((reading) => reading.getTime() + offsetMs(reading, timeZone) === asUtc.getTime());
  const times = (exact.length > 0 ? exact : readings).map((reading) => reading.getTime());
  return new Date(Math.min(...times));
}

function offsetMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" }).formatToParts(instant);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name);
  invariant(match, `unknown offset ${name} of ${timeZone}`);
  const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
