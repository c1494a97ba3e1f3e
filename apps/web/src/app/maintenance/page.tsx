import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "../../frame/message-page.tsx";
import { closedForWork } from "../../server/closed.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("maintenance.title"), robots: { index: false } };
}

/** What the proxy shows, with status 503, while Stoa is closed for work. */
export default async function MaintenancePage() {
  const [t, { message }] = await Promise.all([getTranslations("pages"), closedForWork()]);
  return (
    <main id="main" tabIndex={-1} className="outline-none">
      <MessagePage title={t("maintenance.title")}>
        {message ? <p>{message}</p> : null}
        <p>{t("maintenance.detail")}</p>
      </MessagePage>
    </main>
  );
}
