import { buttonLook } from "@stoa/ui/button";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "./message-page.tsx";

/** What stands where nothing was found, in whatever frame: nothing is here, and where something is. */
export async function NotFoundMessage() {
  const t = await getTranslations("pages");
  return (
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
  );
}
