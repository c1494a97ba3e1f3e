import { getTranslations } from "next-intl/server";
import { DoorPage } from "./door-page.tsx";
import { Way } from "./way.tsx";

/** A link that leads nowhere any more, and where to get another. */
export async function DeadLink({ to }: { to: string }) {
  const t = await getTranslations("door");
  return (
    <DoorPage
      title={t("deadLinkTitle")}
      lead={t("deadLink")}
      ways={
        <>
          <Way to={to}>{t("newLink")}</Way>
          <Way to="/sign-in">{t("signIn")}</Way>
        </>
      }
    />
  );
}
