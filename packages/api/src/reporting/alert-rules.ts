import { type SQL, sql } from "drizzle-orm";

/** A condition that wakes somebody. `question` gives one row `{ count, sample }`; a count above `above` raises the alert. */
export interface AlertRule {
  readonly kind: string;
  readonly above: number;
  readonly question: SQL;
  readonly say: (count: number) => string;
}

/** Raised by the invariants, which are asked apart from the rules. */
export const INVARIANT_BROKEN = "invariant-broken";

/**
 * What people are woken for, and nothing else; each has a runbook in `docs/runbooks/<kind>.md`. Counts are asked of the
 * records themselves, so an alert cannot outlive its cause.
 */
export const ALERT_RULES: readonly AlertRule[] = [
  {
    kind: "lms-sync-failures",
    above: 10,
    question: sql`select count(*)::int as count, (array_agg(id order by updated_at desc))[1:5] as sample
      from lms_syncs where status = 'failed' and updated_at > now() - interval '1 hour'`,
    say: (count) => `Enrolments that failed to reach the LMS within an hour: ${count}.`,
  },
  {
    kind: "lms-down",
    above: 0,
    question: sql`select count(*)::int as count, array_agg(last_error) as sample from lms_health where open_until > now()`,
    say: () => "The LMS does not answer; enrolments wait until it does.",
  },
  {
    kind: "dead-letters",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(name))[1:5] as sample from (
      select job || ' ' || id as name from outbox where dead_at is not null and done_at is null
      union all select gateway || ' ' || event_id from inbox_events where dead_at is not null and handled_at is null) dead`,
    say: (count) => `Messages that were given up and wait for a person: ${count}.`,
  },
  {
    kind: "inbox-stale",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(gateway || ' ' || event_id order by received_at))[1:5] as sample
      from inbox_events where handled_at is null and dead_at is null and received_at < now() - interval '5 minutes'`,
    say: (count) => `Payment events that have waited for more than five minutes: ${count}.`,
  },
  {
    kind: "outbox-stale",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(job || ' ' || id order by available_at))[1:5] as sample
      from outbox where done_at is null and dead_at is null and available_at < now() - interval '5 minutes'
      and coalesce(sent_at, available_at) < now() - interval '5 minutes'`,
    say: (count) => `Jobs that are due for more than five minutes: ${count}. Is a worker running?`,
  },
  {
    kind: "orders-in-review",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(coalesce(order_id, id) order by created_at))[1:5] as sample
      from order_reviews where resolved_at is null`,
    say: (count) => `Payments that do not match their order: ${count}. Nothing was granted for them.`,
  },
  {
    kind: "payouts-stuck",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(id order by created_at))[1:5] as sample from payouts
      where status in ('approved', 'sending', 'sent') and reason is distinct from 'unclaimed'
      and coalesce(sent_at, approved_at, created_at) < now() - interval '24 hours'`,
    say: (count) => `Payouts that have been on their way for more than a day: ${count}. Their money is reserved.`,
  },
  {
    kind: "payouts-failed",
    above: 0,
    question: sql`select count(distinct batch_id)::int as count, (array_agg(id order by ended_at desc))[1:5] as sample
      from payouts where batch_id is not null and status in ('failed', 'returned')
      and ended_at > now() - interval '24 hours'`,
    say: (count) => `Batches of which a payout was refused or came back within a day: ${count}.`,
  },
  {
    kind: "grants-overdue",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(id order by due_at))[1:5] as sample
      from grant_applications where status = 'submitted' and due_at < now()`,
    say: (count) => `Applications for grants that should have been answered by now: ${count}.`,
  },
  {
    kind: "webhook-endpoint-paused",
    above: 0,
    question: sql`select count(*)::int as count, (array_agg(id order by paused_at))[1:5] as sample
      from webhook_endpoints where deleted_at is null and pause in ('gone', 'failing')`,
    say: (count) => `Webhook endpoints that were paused because they take nothing any more: ${count}.`,
  },
];
