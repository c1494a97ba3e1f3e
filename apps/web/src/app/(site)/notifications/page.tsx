import type { NotificationRow } from "@stoa/api/notifications/schemas";
import { SECURITY_CHANGES } from "@stoa/api/platform/notify";
import { Button } from "@stoa/ui/button";
import { DateTime } from "@stoa/ui/date-time";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { ListPages } from "../../../frame/list-pages.tsx";
import { markAllRead, openNotification } from "../../../notifications/actions.ts";
import { readApi } from "../../../server/api.ts";
import { firstPageOnBadCursor } from "../../../server/paging.ts";
import { mustBeSignedIn } from "../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title"), robots: { index: false } };
}

export default async function NotificationsPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await mustBeSignedIn("/notifications");
  const [t, api, { cursor }] = await Promise.all([getTranslations("notifications"), readApi(), searchParams]);
  const page = await firstPageOnBadCursor(cursor, (at) => api.notifications.list({ cursor: at }));
  const unread = page.items.some((item) => item.readAt === null);
  return (
    <div className="page max-w-reading py-10 md:py-14">
      <PageHeader
        title={t("title")}
        actions={
          unread ? (
            <form action={markAllRead}>
              <Button type="submit" look="secondary" size="sm">
                {t("markAll")}
              </Button>
            </form>
          ) : null
        }
      />
      {page.items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>
      ) : (
        <ul>
          {page.items.map((item) => (
            <NotificationItem key={item.id} item={item} />
          ))}
        </ul>
      )}
      <ListPages path="/notifications" cursor={cursor} next={page.nextCursor} />
    </div>
  );
}

async function NotificationItem({ item }: { item: NotificationRow }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations("notifications"), getLocale(), getTimeZone()]);
  const change = SECURITY_CHANGES.find((each) => each === item.data.change);
  const about = change ? t(`change.${change}`) : (item.data.title ?? item.data.course);
  return (
    <li className="border-line border-t py-4 last:border-b">
      <form action={openNotification} className="flex items-start gap-4">
        <input type="hidden" name="id" value={item.id} />
        <input type="hidden" name="href" value={item.href ?? ""} />
        <span aria-hidden="true" className={`mt-1.5 h-4 w-1 shrink-0 ${item.readAt ? "bg-stone-deep" : "bg-ochre"}`} />
        <div className="grow">
          <p className={item.readAt ? "text-ink-soft" : "font-medium"}>
            {t(`kind.${item.kind}`)}
            {item.readAt ? null : <span className="sr-only"> ({t("unread")})</span>}
          </p>
          {typeof about === "string" ? <p>{about}</p> : null}
          <p className="text-ink-faint text-sm">
            <DateTime value={item.createdAt} locale={locale} timeZone={timeZone} style="both" />
          </p>
        </div>
        {item.href || !item.readAt ? (
          <Button type="submit" look="quiet" size="sm">
            {item.href ? t("open") : t("markRead")}
          </Button>
        ) : null}
      </form>
    </li>
  );
}
