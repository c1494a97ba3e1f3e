import { z } from "zod";

/** An instant that a caller may name: a year that ISO 8601 writes with four digits, which Postgres reads too. */
export const instantSchema = z
  .date()
  .min(new Date("0001-01-01T00:00:00.000Z"))
  .max(new Date("9999-12-31T23:59:59.999Z"));

/** Where the time comes from. Verbs ask `ctx.clock`; deadlines that guard money are decided by Postgres `now()`. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved; for tests and the simulator. */
export class ManualClock implements Clock {
  private millis: number;

  constructor(start: Date | string) {
    this.millis = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.millis);
  }

  advance(ms: number): void {
    this.millis += ms;
  }
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `date` moved by `ms`, as a new Date. */
export function addMs(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}
