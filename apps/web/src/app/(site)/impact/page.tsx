import type { ImpactView } from "@stoa/api/grants/schemas";
import { buttonLook } from "@stoa/ui/button";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Price } from "@stoa/ui/price";
import { Stat, StatRow } from "@stoa/ui/stat";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { readApi } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("grants");
  return { title: t("impactTitle"), description: t("impactLead") };
}

/** What came of the gifts, for everybody to see. */
export default async function ImpactPage() {
  const [t, api] = await Promise.all([getTranslations("grants"), readApi()]);
  const { items } = await api.grants.impact();
  return (
    <div className="page py-10 md:py-14">
      <PageHeader
        title={t("impactTitle")}
        lead={t("impactLead")}
        actions={
          <Link href="/donate" className={buttonLook({ look: "primary" })}>
            {t("donateTitle")}
          </Link>
        }
      />
      {items.length === 0 ? <EmptyState title={t("nothingYet")}>{t("nothingYetHint")}</EmptyState> : null}
      <div className="grid gap-14">
        {items.map((figures) => (
          <Figures key={figures.currency} figures={figures} />
        ))}
      </div>
      {items.length > 0 ? <p className="pt-10 text-ink-faint text-sm">{t("bookNote")}</p> : null}
    </div>
  );
}

async function Figures({ figures }: { figures: ImpactView["items"][number] }) {
  const [t, locale] = await Promise.all([getTranslations("grants"), getLocale()]);
  const { currency, funded, spent, reserved, free, given, used, finished, costPerFinisher } = figures;
  const whole = (count: number) => count.toLocaleString(locale);
  return (
    <section aria-labelledby={currency} className="grid gap-8">
      <h2 id={currency} className="title text-2xl">
        {t("moneyIn", { currency })}
      </h2>
      <StatRow>
        <Stat label={t("funded")} value={<Price value={funded} locale={locale} />} />
        <Stat label={t("spent")} value={<Price value={spent} locale={locale} />} />
        <Stat label={t("reserved")} value={<Price value={reserved} locale={locale} />} />
        <Stat label={t("free")} value={<Price value={free} locale={locale} />} />
      </StatRow>
      <h3 className="title text-xl">{t("peopleIn")}</h3>
      <StatRow>
        <Stat label={t("given")} value={whole(given)} note={t("givenNote", { used: whole(used) })} />
        <Stat label={t("finished")} value={whole(finished)} note={t("finishedNote", { used: whole(used) })} />
        <Stat
          label={t("costPerFinisher")}
          value={costPerFinisher === null ? "–" : <Price value={costPerFinisher} locale={locale} />}
          note={costPerFinisher === null ? t("noFinisher") : undefined}
        />
      </StatRow>
    </section>
  );
}
