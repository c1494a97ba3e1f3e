import { oneOf } from "../../../server/query.ts";

export const STATES = ["active", "paused", "ended"] as const;

/** What the list's address, or the form of the export, asks for. */
export function couponFilters(params: Readonly<Record<string, string>>) {
  return {
    status: oneOf(params.status, STATES),
    q: params.q?.trim() || undefined,
    personal: params.kind === "personal",
  };
}
