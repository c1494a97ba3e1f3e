import type { OwnReferral } from "@stoa/api/affiliates/schemas";
import { Badge } from "@stoa/ui/badge";
import { DateTime } from "@stoa/ui/date-time";
import { EmptyState } from "@stoa/ui/empty-state";
import { Price } from "@stoa/ui/price";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import type { Metadata } from "next";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { AffiliateFrame } from "../../../../affiliate/frame.tsx";
import { mustBeAffiliate } from "../../../../affiliate/own.ts";
import { ListPages } from "../../../../frame/list-pages.tsx";
import { readApi } from "../../../../server/api.ts";
import { firstPageOnBadCursor } from "../../../../server/paging.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

type Commission = OwnReferral["commissions"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("affiliate"))("sales.title"), robots: { index: false } };
}

/** What was bought by the affiliate's link, and what became of each commission. Nothing tells who bought. */
export default async function SalesPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await mustBeSignedIn("/affiliate/sales");
  const [t, own, api, { cursor }] = await Promise.all([
    getTranslations("affiliate"),
    mustBeAffiliate(),
    readApi(),
    searchParams,
  ]);
  const page = await firstPageOnBadCursor(cursor, (at) => api.affiliates.referrals({ cursor: at }));
  return (
    <AffiliateFrame own={own} current="sales">
      {page.items.length === 0 ? (
        <EmptyState title={t("sales.empty")}>{t("sales.emptyHint")}</EmptyState>
      ) : (
        <Table caption={t("sales.title")}>
          <TableHead>
            <Th>{t("sales.date")}</Th>
            <Th>{t("sales.what")}</Th>
            <Th>{t("sales.state")}</Th>
            <Th numeric>{t("sales.earned")}</Th>
          </TableHead>
          <TableBody>
            {page.items.flatMap((referral) =>
              referral.commissions.map((commission) => (
                <Row key={`${referral.id} ${commission.title}`} referral={referral} commission={commission} />
              )),
            )}
          </TableBody>
        </Table>
      )}
      <ListPages path="/affiliate/sales" cursor={cursor} next={page.nextCursor} />
    </AffiliateFrame>
  );
}

async function Row({ referral, commission }: { referral: OwnReferral; commission: Commission }) {
  const [locale, timeZone] = await Promise.all([getLocale(), getTimeZone()]);
  return (
    <Tr>
      <Td>
        <DateTime value={referral.convertedAt ?? referral.placedAt} locale={locale} timeZone={timeZone} />
      </Td>
      <Td className="min-w-44">{commission.title}</Td>
      <Td>
        <State referral={referral} commission={commission} />
      </Td>
      <Td numeric>
        <Price value={commission.remaining} locale={locale} />
      </Td>
    </Tr>
  );
}

async function State({ referral, commission }: { referral: OwnReferral; commission: Commission }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations("affiliate"), getLocale(), getTimeZone()]);
  const { earned, remaining, frozen, availableAt } = commission;
  if (referral.status === "held") return <Badge tone="waiting">{t("sales.held")}</Badge>;
  if (frozen) return <Badge tone="waiting">{t("sales.frozen")}</Badge>;
  if (remaining.amount === 0 && earned.amount > 0) return <Badge tone="bad">{t("sales.back")}</Badge>;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone }).format(availableAt);
  return (
    <span className="grid gap-1">
      <span className="text-ink-soft text-sm">{t("sales.payableFrom", { date })}</span>
      {remaining.amount < earned.amount ? <Badge>{t("sales.part")}</Badge> : null}
    </span>
  );
}
