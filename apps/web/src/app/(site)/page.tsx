import { buttonLook } from "@stoa/ui/button";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Bays } from "../../catalogue/bays.tsx";
import { SubjectIndex } from "../../catalogue/subject-index.tsx";
import { readApi } from "../../server/api.ts";

/** The first page: what Stoa is, and the newest courses as the columns of a row. */
export default async function HomePage() {
  const [t, api] = await Promise.all([getTranslations("home"), readApi()]);
  const [newest, categories] = await Promise.all([api.courses.list({ limit: 5 }), api.courses.categories()]);
  return (
    <>
      <section className="page grid gap-x-10 gap-y-6 pt-12 pb-10 md:grid-cols-[minmax(0,7fr)_minmax(0,4fr)] md:items-end md:pt-20">
        <h1 className="title text-4xl">{t("title")}</h1>
        <div className="grid justify-items-start gap-5">
          <p className="text-ink-soft text-lg">{t("lead")}</p>
          <Link href="/courses" className={buttonLook({ look: "primary" })}>
            {t("browse")}
          </Link>
        </div>
      </section>
      <Bays courses={newest.items} label={t("newest")} />
      <section className="page grid gap-x-20 gap-y-12 pt-20 md:grid-cols-[minmax(0,7fr)_minmax(0,4fr)]">
        <div className="reading">
          <h2>{t("aboutTitle")}</h2>
          <p>{t("about1")}</p>
          <p>{t("about2")}</p>
          <p>{t("about3")}</p>
        </div>
        <SubjectIndex title={t("subjects")} categories={categories.items} />
      </section>
    </>
  );
}
