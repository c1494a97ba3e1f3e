import type { RollOut } from "./schemas.ts";

/** Who is asking: a person, or a visitor by the network they call from. */
export interface FlagSubject {
  userId: string | null;
  /** The same for one person as long as can be. */
  steady: string;
}

/**
 * Whether somebody has a feature. A share is drawn from the feature's name and the subject, so that a person keeps what
 * they have while the share grows, and two features do not fall on the same people. Pure.
 */
export function hasFeature(
  key: string,
  { state, percent, userIds }: RollOut,
  { userId, steady }: FlagSubject,
): boolean {
  if (state !== "some") return state === "on";
  if (userId !== null && userIds.includes(userId)) return true;
  return placeOf(`${key}:${steady}`) < percent;
}

/** A place from 0 to just below 100, by FNV-1a and a last mixing, even for texts that differ in one letter. */
export function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * 100;
}
