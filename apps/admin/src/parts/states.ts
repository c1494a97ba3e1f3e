import type { Tone } from "@stoa/ui/badge";

/** One word and one colour for each state of each record, the same on every screen. */
const STATES: Readonly<Record<string, { label: string; tone: Tone }>> = {
  pending: { label: "pending", tone: "waiting" },
  review: { label: "in review", tone: "bad" },
  paid: { label: "paid", tone: "good" },
  partially_refunded: { label: "partly refunded", tone: "info" },
  refunded: { label: "refunded", tone: "info" },
  disputed: { label: "disputed", tone: "bad" },
  expired: { label: "expired", tone: "plain" },
  cancelled: { label: "cancelled", tone: "plain" },
  draft: { label: "draft", tone: "plain" },
  published: { label: "published", tone: "good" },
  deleted: { label: "deleted", tone: "bad" },
  archived: { label: "archived", tone: "plain" },
  syncing: { label: "syncing", tone: "waiting" },
  synced: { label: "synced", tone: "good" },
  failed: { label: "failed", tone: "bad" },
  queued: { label: "queued", tone: "waiting" },
  sent: { label: "sent", tone: "good" },
  open: { label: "open", tone: "waiting" },
  handled: { label: "handled", tone: "good" },
  dead: { label: "given up", tone: "bad" },
  done: { label: "done", tone: "good" },
  waiting: { label: "waiting", tone: "waiting" },
  intended: { label: "intended", tone: "waiting" },
  succeeded: { label: "succeeded", tone: "good" },
  refused: { label: "refused", tone: "bad" },
  unknown: { label: "unknown", tone: "bad" },
  settled: { label: "settled", tone: "good" },
  held: { label: "held for review", tone: "bad" },
  accepted: { label: "accepted", tone: "good" },
  active: { label: "active", tone: "good" },
  suspended: { label: "suspended", tone: "bad" },
  posted: { label: "posted", tone: "good" },
};

export function stateOf(state: string): { label: string; tone: Tone } {
  return STATES[state] ?? { label: state.replaceAll("_", " "), tone: "plain" };
}
