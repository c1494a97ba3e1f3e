import { tables } from "@stoa/db";
import { decodeCursor, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { NOTIFICATION_KINDS } from "../platform/notify.ts";
import { NotificationNotFound } from "./errors.ts";
import { type ListNotificationsInput, type NotificationRow, notificationRow, type Preference } from "./schemas.ts";

const { notifications, notificationPreferences } = tables;
type Me = Context & { actor: UserActor };

/** The actor's notifications, the newest first. */
export async function listNotifications(ctx: Me, input: ListNotificationsInput): Promise<Page<NotificationRow>> {
  const rows = await ctx.db
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.userId, ctx.actor.id),
        input.unread ? isNull(notifications.readAt) : undefined,
        before(input.cursor),
      ),
    )
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
  return { ...page, items: page.items.map((row) => notificationRow.parse(row)) };
}

export async function countUnread(ctx: Me): Promise<{ unread: number }> {
  const unread = await ctx.db.$count(
    notifications,
    and(eq(notifications.userId, ctx.actor.id), isNull(notifications.readAt)),
  );
  return { unread };
}

/** Marks one of the actor's own as read; again is harmless. Throws `NotificationNotFound` for anybody else's. */
export async function markRead(ctx: Me, id: string): Promise<void> {
  const marked = await ctx.db
    .update(notifications)
    .set({ readAt: sql`coalesce(${notifications.readAt}, now())` })
    .where(and(eq(notifications.id, id), eq(notifications.userId, ctx.actor.id)))
    .returning({ id: notifications.id });
  if (marked.length === 0) throw new NotificationNotFound(id);
}

export async function markAllRead(ctx: Me): Promise<void> {
  await ctx.db
    .update(notifications)
    .set({ readAt: sql`now()` })
    .where(and(eq(notifications.userId, ctx.actor.id), isNull(notifications.readAt)));
}

/** What the actor wants to be told, of every kind there is; everything, until they say otherwise. */
export async function listPreferences(ctx: Me): Promise<Preference[]> {
  const rows = await ctx.db
    .select()
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, ctx.actor.id));
  return NOTIFICATION_KINDS.map((kind) => {
    const chosen = rows.find((row) => row.kind === kind);
    return { kind, email: chosen?.email ?? true, inApp: chosen?.inApp ?? true };
  });
}

export async function setPreference(ctx: Me, { kind, email, inApp }: Preference): Promise<void> {
  await ctx.db
    .insert(notificationPreferences)
    .values({ userId: ctx.actor.id, kind, email, inApp })
    .onConflictDoUpdate({
      target: [notificationPreferences.userId, notificationPreferences.kind],
      set: { email, inApp },
    });
}

function before(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [createdAt, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${notifications.createdAt}, ${notifications.id}) < (${createdAt}::timestamptz, ${id})`;
}
