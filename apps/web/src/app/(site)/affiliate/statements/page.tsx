import { EmptyState } from "@stoa/ui/empty-state";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AffiliateFrame } from "../../../../affiliate/frame.tsx";
import { monthsSince } from "../../../../affiliate/months.ts";
import { mustBeAffiliate } from "../../../../affiliate/own.ts";
import { readApi } from "../../../../server/api.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("affiliate"))("statements.title"), robots: { index: false } };
}

/** A statement for each month and currency, on paper and for a spreadsheet. */
export default async function StatementsPage() {
  await mustBeSignedIn("/affiliate/statements");
  const [t, locale, own, api] = await Promise.all([
    getTranslations("affiliate"),
    getLocale(),
    mustBeAffiliate(),
    readApi(),
  ]);
  const { balances } = await api.affiliates.dashboard({});
  const name = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const rows = monthsSince(own.joinedAt, new Date()).flatMap((month) =>
    balances.map(({ currency }) => ({ month, currency, label: name.format(new Date(`${month}-01T00:00:00Z`)) })),
  );
  return (
    <AffiliateFrame own={own} current="statements">
      <p className="text-ink-soft">{t("statements.lead")}</p>
      {rows.length === 0 ? (
        <EmptyState title={t("statements.empty")}>{t("statements.emptyHint")}</EmptyState>
      ) : (
        <Table caption={t("statements.title")}>
          <TableHead>
            <Th>{t("statements.month")}</Th>
            <Th>{t("statements.currency")}</Th>
            <Th>{t("statements.pdf")}</Th>
            <Th>{t("statements.csv")}</Th>
          </TableHead>
          <TableBody>
            {rows.map(({ month, currency, label }) => (
              <Tr key={`${month} ${currency}`}>
                <Td>{label}</Td>
                <Td>{currency}</Td>
                {(["pdf", "csv"] as const).map((kind) => (
                  <Td key={kind}>
                    <TextLink href={`/affiliate/statements/${month}-${currency}.${kind}`}>
                      {t(`statements.${kind}`)}
                      <span className="sr-only"> {`${label} ${currency}`}</span>
                    </TextLink>
                  </Td>
                ))}
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </AffiliateFrame>
  );
}
