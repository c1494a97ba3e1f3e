import { buttonLook } from "@stoa/ui/button";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "../../frame/message-page.tsx";

export default async function NotFound() {
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
