import type { GatewayPage, TimeWindow } from "@stoa/payments";

/** What happened in a half-open span of time. */
export function within<T extends { occurredAt: Date }>({ from, to }: TimeWindow, all: readonly T[]): T[] {
  return all.filter(({ occurredAt }) => occurredAt >= from && occurredAt < to);
}

/** One page of a list, as copies that nobody else writes to. */
export function pageOf<T extends object>(all: readonly T[], { cursor, limit = 100 }: TimeWindow): GatewayPage<T> {
  const start = Number(cursor ?? 0);
  const items = all.slice(start, start + limit).map((each) => ({ ...each }));
  return { items, nextCursor: start + limit < all.length ? String(start + limit) : null };
}
