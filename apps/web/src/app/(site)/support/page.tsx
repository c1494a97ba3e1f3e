import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { readApi } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("support");
  return { title: t("title"), description: t("lead") };
}

const QUESTIONS = ["noMail", "declined", "twice", "refund", "devices"] as const;

/** The five things people write about, answered before they have to write. */
export default async function SupportPage() {
  const [t, { supportEmail }] = await Promise.all([
    getTranslations("support"),
    readApi().then((api) => api.settings.public()),
  ]);
  return (
    <div className="page py-12 md:py-16">
      <h1 className="title text-3xl">{t("title")}</h1>
      <p className="max-w-reading pt-3 pb-8 text-ink-soft text-lg">{t("lead")}</p>
      <dl className="reading max-w-reading">
        {QUESTIONS.map((question) => (
          <div key={question}>
            <dt className="font-semibold">{t(`${question}.question`)}</dt>
            <dd className="pt-1">{t(`${question}.answer`)}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap gap-x-8 gap-y-2 pt-10">
        <TextLink href={`mailto:${supportEmail}`}>{t("write", { email: supportEmail })}</TextLink>
        <TextLink asChild>
          <Link href="/orders">{t("toOrders")}</Link>
        </TextLink>
      </p>
    </div>
  );
}
