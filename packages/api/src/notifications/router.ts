import { memberProcedure, permittedProcedure, router } from "../trpc.ts";
import { listMails } from "./mail-log.ts";
import {
  countUnread,
  listNotifications,
  listPreferences,
  markAllRead,
  markRead,
  setPreference,
} from "./own-notifications.ts";
import { retryMail } from "./retry-mail.ts";
import * as s from "./schemas.ts";

const DONE = { done: true } as const;

export const notificationsRouter = router({
  list: memberProcedure
    .input(s.listNotificationsInput)
    .output(s.notificationPage)
    .query(({ ctx, input }) => listNotifications(ctx, input)),
  unread: memberProcedure.output(s.unreadAnswer).query(({ ctx }) => countUnread(ctx)),
  markRead: memberProcedure
    .input(s.notificationIdInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await markRead(ctx, input.id);
      return DONE;
    }),
  markAllRead: memberProcedure.output(s.doneAnswer).mutation(async ({ ctx }) => {
    await markAllRead(ctx);
    return DONE;
  }),
  preferences: memberProcedure
    .output(s.preferenceList)
    .query(async ({ ctx }) => ({ items: await listPreferences(ctx) })),
  setPreference: memberProcedure
    .input(s.setPreferenceInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await setPreference(ctx, input);
      return DONE;
    }),

  mails: router({
    list: permittedProcedure("mail:read")
      .input(s.listMailsInput)
      .output(s.mailPage)
      .query(({ ctx, input }) => listMails(ctx, input)),
    retry: permittedProcedure("queue:manage")
      .input(s.mailIdInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await retryMail(ctx, input.id);
        return DONE;
      }),
  }),
});
