import { buttonLook } from "@stoa/ui/button";
import Link from "next/link";
import { getTranslations } from "next-intl/server";

/** An order that this browser may not see: another browser bought it, or nobody did. It must not be told which. */
export async function UnknownOrder() {
  const t = await getTranslations("order");
  return (
    <div className="grid justify-items-start gap-5">
      <h1 className="title text-3xl">{t("unknown.title")}</h1>
      <p className="text-ink-soft text-lg">{t("unknown.detail")}</p>
      <Link href="/sign-in?next=/orders" className={buttonLook({ look: "secondary" })}>
        {t("unknown.signIn")}
      </Link>
    </div>
  );
}
