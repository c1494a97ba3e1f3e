import { tables } from "@stoa/db";
import { decodeCursor, found, type Page, toPage } from "@stoa/kit";
import { and, asc, desc, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { type Endpoint, readEndpoint } from "./endpoint.ts";
import { DeliveryNotFound } from "./errors.ts";
import type { DeliveryRow, DeliveryView, EndpointView, ListDeliveriesInput } from "./schemas.ts";

const { webhookAttempts, webhookDeliveries, webhookEndpoints, webhookMessages } = tables;

/** As far as deliveries of a status are counted: what lies beyond tells nobody more, and counting it would take longer each day. */
export const COUNTED_MAX = 10_000;
const NONE = { pending: 0, delivered: 0, failed: 0, held: 0 };
/** More tries than three rounds make; older ones are not shown. */
const TRIES_SHOWN = 50;

/** All endpoints, the oldest first; `ENDPOINTS_MAX` bounds them. */
export async function listEndpoints(ctx: Context): Promise<{ items: EndpointView[] }> {
  const rows = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(isNull(webhookEndpoints.deletedAt))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));
  return { items: await withCounts(ctx, rows) };
}

/** Throws `EndpointNotFound`. */
export async function getEndpoint(ctx: Context, id: string): Promise<EndpointView> {
  const [view] = await withCounts(ctx, [await readEndpoint(ctx, id)]);
  return view as EndpointView;
}

async function withCounts(ctx: Context, endpoints: readonly Endpoint[]): Promise<EndpointView[]> {
  if (endpoints.length === 0) return [];
  const counted = await ctx.db.execute<{ endpointId: string; status: keyof typeof NONE; count: number }>(sql`
    select e.id as "endpointId", s.status, (select count(*)::int from (
        select from webhook_deliveries d where d.endpoint_id = e.id and d.status = s.status limit ${COUNTED_MAX}
      ) counted) as count
    from webhook_endpoints e, unnest(enum_range(null::webhook_delivery_status)) s(status)
    where e.id in ${endpoints.map(({ id }) => id)}`);
  return endpoints.map((endpoint) => {
    const own = counted.filter(({ endpointId }) => endpointId === endpoint.id);
    const counts = { ...NONE, ...Object.fromEntries(own.map(({ status, count }) => [status, count])) };
    return { ...endpoint, counts };
  });
}

const row = {
  ...getTableColumns(webhookDeliveries),
  type: webhookMessages.type,
  lastStatus: sql<number | null>`(select a.response_status from webhook_attempts a
    where a.delivery_id = ${webhookDeliveries.id} order by a.created_at desc, a.id desc limit 1)`,
};

/** What an endpoint was told, the newest first. */
export async function listDeliveries(ctx: Context, input: ListDeliveriesInput): Promise<Page<DeliveryRow>> {
  const { endpointId, status, cursor, limit } = input;
  const rows = await ctx.db
    .select(row)
    .from(webhookDeliveries)
    .innerJoin(webhookMessages, eq(webhookMessages.id, webhookDeliveries.messageId))
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        status ? eq(webhookDeliveries.status, status) : undefined,
        cursor ? olderThan(cursor) : undefined,
      ),
    )
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
}

/** One delivery with what is posted and each try. Throws `DeliveryNotFound`. */
export async function getDelivery(ctx: Context, id: string): Promise<DeliveryView> {
  const [known] = await ctx.db
    .select({ ...row, endpointUrl: webhookEndpoints.url, body: webhookMessages.body })
    .from(webhookDeliveries)
    .innerJoin(webhookMessages, eq(webhookMessages.id, webhookDeliveries.messageId))
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(eq(webhookDeliveries.id, id));
  const delivery = found(known, () => new DeliveryNotFound(id));
  const tries = await ctx.db
    .select({
      id: webhookAttempts.id,
      at: webhookAttempts.createdAt,
      status: webhookAttempts.responseStatus,
      error: webhookAttempts.error,
      response: webhookAttempts.responseBody,
      latencyMs: webhookAttempts.latencyMs,
    })
    .from(webhookAttempts)
    .where(eq(webhookAttempts.deliveryId, id))
    .orderBy(desc(webhookAttempts.createdAt), desc(webhookAttempts.id))
    .limit(TRIES_SHOWN);
  return { ...delivery, tries };
}

function olderThan(cursor: string): SQL {
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${webhookDeliveries.createdAt}, ${webhookDeliveries.id}) < (${at}::timestamptz, ${id})`;
}
