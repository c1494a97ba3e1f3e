import { oneOf } from "../../../server/query.ts";

export const STATES = ["active", "paused", "ended"] as const;

/** What the list's address asks for. */
export function couponFilters(params: Readonly<Record<string, string>>) {
  return {
    status: oneOf(params.status, STATES),
    q: params.q?.trim() || undefined,
    personal: params.kind === "personal",
  };
}

/** The same in the words of a form, for the export. */
export function exportFilters(params: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const { status, q, personal } = couponFilters(params);
  return { status, q, personal: String(personal) };
}
