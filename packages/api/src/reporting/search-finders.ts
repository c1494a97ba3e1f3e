import { gatewayEnum } from "@stoa/db/enums/payments";
import { type SQL, sql } from "drizzle-orm";
import type { Permission } from "../identity/policy.ts";
import { type Actor, may } from "../platform/actor.ts";
import type { FoundKind } from "./search-schemas.ts";
import type { SearchTerm } from "./search-term.ts";

/** One kind of record: who may know of it, and how it is found. */
interface Finder {
  readonly kind: FoundKind;
  readonly needs: Permission;
  /** Its rows: `id`, `label`, `detail`, `state`, `minor`, `currency`, `under` and `at`. */
  readonly rows: SQL;
  /** Conditions on those rows, each a walk along one index of its own. */
  readonly ways: (term: SearchTerm, actor: Actor) => (SQL | null)[];
}

/** Texts that begin so, compared byte by byte as the index has them; the highest sign of Unicode ends the walk. */
const begins = (column: SQL, start: string | null) =>
  start === null ? null : sql`${column} ~>=~ ${start} and ${column} ~<~ ${`${start}\u{10FFFF}`}`;
const inWords = (column: SQL, words: string | null) =>
  words === null ? null : sql`to_tsvector('simple', ${column}) @@ to_tsquery('simple', ${words})`;
/** A gateway's id is unique within the gateway: its index is asked once for each. */
const gateways = sql.join(
  gatewayEnum.enumValues.map((name) => sql`${name}`),
  sql`, `,
);
const atAGateway = (column: SQL, id: string) => sql`r.gateway in (${gateways}) and ${column} = ${id}`;

const noMoney = sql`null::bigint as minor, null::text as currency`;
const money = sql`r.amount_minor as minor, r.currency::text as currency`;

/** Money that moved at a gateway for an order: found by our id and by the gateway's, which it may not have yet. */
function movedMoney(
  kind: "payment" | "refund" | "dispute",
  { table, gatewayId }: { table: SQL; gatewayId: SQL },
): Finder {
  return {
    kind,
    needs: "payment:read",
    rows: sql`select r.id, coalesce(${gatewayId}, r.id) as label, r.gateway::text as detail, r.status::text as state,
      ${money}, r.order_id as under, r.created_at as at from ${table} r`,
    ways: ({ exact }) => [sql`r.id = ${exact}`, atAGateway(gatewayId, exact)],
  };
}

export const FINDERS: readonly Finder[] = [
  {
    kind: "order",
    needs: "order:read",
    rows: sql`select o.id, coalesce(o.invoice_number, o.id) as label, o.email as detail, o.status::text as state,
      o.total_minor as minor, o.currency::text as currency, null as under, o.created_at as at from orders o`,
    ways: ({ exact, email, code }) => [
      sql`o.id = ${exact}`,
      begins(sql`o.invoice_number`, code),
      begins(sql`o.email_normalised`, email),
    ],
  },
  {
    kind: "person",
    needs: "user:read",
    rows: sql`select u.id, u.name as label, u.email as detail, null as state, ${noMoney}, null as under, u.created_at as at
      from users u`,
    ways: ({ exact, email, words }) =>
      [sql`u.id = ${exact}`, begins(sql`u.email_normalised`, email), inWords(sql`u.name`, words)].map(
        (way) => way && sql`u.deleted_at is null and ${way}`,
      ),
  },
  {
    kind: "course",
    needs: "course:read_draft",
    rows: sql`select c.id, c.title as label, c.slug as detail, c.status::text as state, ${noMoney},
      null as under, c.created_at as at from courses c`,
    ways: ({ exact, words }, actor) => {
      // Teachers see their own courses alone, as in the catalogue of drafts.
      const seen = may(actor, "course:read_all") ? sql`true` : sql`c.instructor_id = ${actor.id}`;
      return [sql`c.id = ${exact}`, words === null ? null : sql`c.search @@ to_tsquery('simple', ${words})`].map(
        (way) => way && sql`c.deleted_at is null and ${seen} and ${way}`,
      );
    },
  },
  {
    kind: "coupon",
    needs: "coupon:manage",
    rows: sql`select p.id, p.code as label, p.label as detail, p.status::text as state, ${noMoney},
      case when p.holder_email is null then null else 'personal' end as under, p.created_at as at from coupons p`,
    ways: ({ exact, code }) => [sql`p.id = ${exact}`, begins(sql`p.code`, code)],
  },
  {
    kind: "grant_application",
    needs: "grant:review",
    rows: sql`select a.id, a.name as label, a.email as detail, a.status::text as state, ${noMoney},
      a.status::text as under, a.created_at as at from grant_applications a`,
    ways: ({ exact, email, words }) => [
      sql`a.id = ${exact}`,
      begins(sql`a.email_normalised`, email),
      inWords(sql`a.name`, words),
    ],
  },
  {
    kind: "affiliate",
    needs: "affiliate:read",
    rows: sql`select f.id, f.code as label, u.email as detail, f.status::text as state, ${noMoney},
      null as under, f.created_at as at from affiliates f join users u on u.id = f.user_id`,
    ways: ({ exact, email }) => [
      sql`f.id = ${exact}`,
      begins(sql`f.code`, email),
      begins(sql`u.email_normalised`, email),
    ],
  },
  {
    kind: "payout",
    needs: "payout:read",
    rows: sql`select r.id, u.name as label, u.email as detail, r.status::text as state, ${money},
      null as under, r.created_at as at from payouts r join payout_payees y on y.id = r.payee_id join users u on u.id = y.user_id`,
    ways: ({ exact, email }) => [
      sql`r.id = ${exact}`,
      atAGateway(sql`r.gateway_payout_id`, exact),
      begins(sql`u.email_normalised`, email),
    ],
  },
  movedMoney("payment", { table: sql`payments`, gatewayId: sql`r.gateway_payment_id` }),
  movedMoney("refund", { table: sql`refunds`, gatewayId: sql`r.gateway_refund_id` }),
  movedMoney("dispute", { table: sql`disputes`, gatewayId: sql`r.gateway_dispute_id` }),
  {
    kind: "credit_note",
    needs: "order:read",
    rows: sql`select n.id, n.number as label, o.email as detail, null as state, ${noMoney},
      n.order_id as under, n.issued_at as at from credit_notes n join orders o on o.id = n.order_id`,
    ways: ({ exact, code }) => [sql`n.id = ${exact}`, begins(sql`n.number`, code)],
  },
  {
    kind: "event",
    needs: "webhook:read",
    rows: sql`select r.event_id as id, r.type as label, r.event_id as detail,
      case when r.dead_at is not null then 'dead' when r.handled_at is null then 'waiting' else 'handled' end as state,
      ${noMoney}, r.gateway::text as under, r.received_at as at from inbox_events r`,
    ways: ({ exact }) => [atAGateway(sql`r.event_id`, exact)],
  },
];
