import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import type { Context, TxContext } from "./context.ts";

const { notifications, notificationPreferences } = tables;

/** What can stand under the bell. Each kind has its words in the apps' message files. */
export const NOTIFICATION_KINDS = [
  "order_paid",
  "purchase_ready",
  "payment_held",
  "purchase_refunded",
  "payment_disputed",
  "course_updated",
  "account_security",
  "staff_alert",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Titles and figures for the words of the kind. */
export type DisplayData = Record<string, string | number | boolean | null | string[]>;

/** What `account_security` tells; each has its words as well. */
export const SECURITY_CHANGES = [
  "password_changed",
  "email_changed",
  "second_factor_enabled",
  "second_factor_disabled",
  "recovery_codes_renewed",
  "recovery_code_used",
  "new_device",
  "payout_account_changed",
] as const;
type SecurityChange = (typeof SECURITY_CHANGES)[number];

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

/** Tells a person what happened to the security of their account; mails of it are sent beside this, whatever they prefer. */
export async function notifyOfSecurity(ctx: TxContext, userId: string, change: SecurityChange): Promise<void> {
  await notify(ctx, { userId, kind: "account_security", data: { change }, href: "/account/security" });
}

/** Whether the person wants mails of this kind. Receipts and security notices are sent regardless, and do not ask. */
export async function wantsMail(ctx: Context, userId: string, kind: NotificationKind): Promise<boolean> {
  return (await preferenceOf(ctx, userId, kind)).email;
}

async function preferenceOf(
  ctx: Context,
  userId: string,
  kind: NotificationKind,
): Promise<{ email: boolean; inApp: boolean }> {
  const [row] = await ctx.db
    .select({ email: notificationPreferences.email, inApp: notificationPreferences.inApp })
    .from(notificationPreferences)
    .where(and(eq(notificationPreferences.userId, userId), eq(notificationPreferences.kind, kind)));
  return row ?? { email: true, inApp: true };
}
