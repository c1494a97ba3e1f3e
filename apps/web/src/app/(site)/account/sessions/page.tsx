import { Badge } from "@stoa/ui/badge";
import { Button } from "@stoa/ui/button";
import { DateTime } from "@stoa/ui/date-time";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { endOtherSessions, endSession } from "../../../../account/actions.ts";
import { readApi } from "../../../../server/api.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

/** Where one is signed in. Ending a session ends it with its next request. */
export default async function SessionsPage() {
  await mustBeSignedIn("/account/sessions");
  const [t, locale, timeZone, sessions] = await Promise.all([
    getTranslations("account"),
    getLocale(),
    getTimeZone(),
    readApi().then((api) => api.identity.sessions.list()),
  ]);
  return (
    <section aria-labelledby="sessions" className="py-6">
      <div className="flex flex-wrap items-end justify-between gap-4 pb-4">
        <div className="grid gap-1">
          <h2 id="sessions" className="title text-xl">
            {t("sessions")}
          </h2>
          <p className="text-ink-soft text-sm">{t("sessionsLead")}</p>
        </div>
        {sessions.items.length > 1 ? (
          <form action={endOtherSessions}>
            <Button type="submit" look="danger">
              {t("endOthers")}
            </Button>
          </form>
        ) : null}
      </div>
      <ul>
        {sessions.items.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-4 border-line border-t py-4">
            <div>
              <p className="flex flex-wrap items-center gap-3 font-medium">
                {session.device}
                {session.current ? <Badge tone="good">{t("thisOne")}</Badge> : null}
                {session.kind === "web" ? null : <Badge>{t(`kind.${session.kind}`)}</Badge>}
              </p>
              <p className="text-ink-faint text-sm">
                {t("lastSeen")} <DateTime value={session.lastSeenAt} locale={locale} timeZone={timeZone} style="both" />
                {session.ip ? ` · ${session.ip}` : ""}
              </p>
            </div>
            {session.current ? null : (
              <form action={endSession}>
                <input type="hidden" name="id" value={session.id} />
                <Button type="submit" look="secondary" size="sm">
                  {t("end")}
                  <span className="sr-only">: {session.device}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
