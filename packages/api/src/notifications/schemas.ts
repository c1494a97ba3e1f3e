import { pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { type DisplayData, NOTIFICATION_KINDS } from "../platform/notify.ts";

const kind = z.enum(NOTIFICATION_KINDS);
const id = z.string().min(5).max(60);

const displayData = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
) satisfies z.ZodType<DisplayData>;

export const notificationRow = z.object({
  id: z.string(),
  kind,
  data: displayData,
  href: z.string().nullable(),
  readAt: z.date().nullable(),
  createdAt: z.date(),
});
export type NotificationRow = z.infer<typeof notificationRow>;
export const listNotificationsInput = z.strictObject({ ...pageInput, unread: z.boolean().optional() });
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;
export const notificationPage = pageOf(notificationRow);
export const unreadAnswer = z.object({ unread: z.number().int() });
export const notificationIdInput = z.strictObject({ id });
export const doneAnswer = z.object({ done: z.literal(true) });

export const preference = z.object({ kind, email: z.boolean(), inApp: z.boolean() });
export type Preference = z.infer<typeof preference>;
export const preferenceList = z.object({ items: z.array(preference) });
export const setPreferenceInput = z.strictObject({ kind, email: z.boolean(), inApp: z.boolean() });

const mailStatus = z.enum(["queued", "sent", "failed"]);
export const mailRow = z.object({
  id: z.string(),
  template: z.string(),
  recipient: z.string(),
  locale: z.string(),
  subject: z.string().nullable(),
  status: mailStatus,
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  transportId: z.string().nullable(),
  correlationId: z.string(),
  sentAt: z.date().nullable(),
  createdAt: z.date(),
});
export type MailRow = z.infer<typeof mailRow>;
export const listMailsInput = z.strictObject({
  ...pageInput,
  status: mailStatus.optional(),
  template: z.string().max(60).optional(),
  recipient: z.string().trim().max(254).optional().describe("The whole address."),
});
export type ListMailsInput = z.infer<typeof listMailsInput>;
export const mailPage = pageOf(mailRow);
export const mailIdInput = z.strictObject({ id });
