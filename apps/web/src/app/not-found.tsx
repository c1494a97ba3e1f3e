import { buttonLook } from "@stoa/ui/button";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "../frame/message-page.tsx";
import { SiteFooter } from "../frame/site-footer.tsx";
import { SiteHeader } from "../frame/site-header.tsx";

/** For an address that nobody knows, with the whole frame around it. */
export default async function NotFound() {
  const t = await getTranslations("pages");
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader />
      <main id="main" tabIndex={-1} className="grow outline-none">
        <MessagePage
          title={t("notFound.title")}
          ways={
            <Link href="/courses" className={buttonLook({ look: "primary" })}>
              {t("notFound.way")}
            </Link>
          }
        >
          <p>{t("notFound.detail")}</p>
        </MessagePage>
      </main>
      <SiteFooter />
    </div>
  );
}
