import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { DisplayData, NotificationKind, Preference } from "./schemas.ts";

const { notifications, notificationPreferences } = tables;

export interface Notification {
  userId: string;
  kind: NotificationKind;
  data: DisplayData;
  /** Where it leads, as a path of the web app. */
  href?: string;
  /** What it is about: one business event never notifies twice. */
  dedupeKey?: string;
}

/** Puts a notification under the person's bell, in the transaction of its cause, unless they want none of its kind. */
export async function notify(ctx: TxContext, notification: Notification): Promise<void> {
  const { inApp } = await preferenceOf(ctx, notification.userId, notification.kind);
  if (!inApp) return;
  await ctx.db
    .insert(notifications)
    .values({
      id: newId("notification", ctx.clock.now().getTime()),
      userId: notification.userId,
      kind: notification.kind,
      data: notification.data,
      href: notification.href ?? null,
      dedupeKey: notification.dedupeKey ?? null,
    })
    .onConflictDoNothing({ target: notifications.dedupeKey });
}

/** Whether the person wants mails of this kind. Receipts and security notices are sent regardless, and do not ask. */
export async function wantsMail(ctx: Context, userId: string, kind: NotificationKind): Promise<boolean> {
  return (await preferenceOf(ctx, userId, kind)).email;
}

async function preferenceOf(ctx: Context, userId: string, kind: NotificationKind): Promise<Omit<Preference, "kind">> {
  const [row] = await ctx.db
    .select({ email: notificationPreferences.email, inApp: notificationPreferences.inApp })
    .from(notificationPreferences)
    .where(and(eq(notificationPreferences.userId, userId), eq(notificationPreferences.kind, kind)));
  return row ?? { email: true, inApp: true };
}
