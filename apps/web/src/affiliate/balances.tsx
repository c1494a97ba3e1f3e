import type { Balances } from "@stoa/api/affiliates/schemas";
import { DateTime } from "@stoa/ui/date-time";
import { Price } from "@stoa/ui/price";
import { Stat, StatRow } from "@stoa/ui/stat";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";

/** Days of release that are shown; the rest is counted. */
const SHOWN = 14;

/** What stands on an affiliate's balance in one currency. */
export async function BalanceFigures({ balances }: { balances: Balances }) {
  const [t, locale] = await Promise.all([getTranslations("affiliate"), getLocale()]);
  const { earned, clawedBack, held, payable, paid, frozen, inPayout, owedBack } = balances;
  const always = [
    { label: t("figures.earned"), value: earned },
    { label: t("figures.held"), value: held, note: t("figures.heldNote") },
    { label: t("figures.payable"), value: payable, note: payable.amount < 0 ? t("figures.negative") : undefined },
    { label: t("figures.paid"), value: paid },
  ];
  const sometimes = [
    { label: t("figures.clawedBack"), value: clawedBack },
    { label: t("figures.frozen"), value: frozen },
    { label: t("figures.inPayout"), value: inPayout },
    { label: t("figures.owedBack"), value: owedBack, note: t("figures.negative") },
  ].filter(({ value }) => value.amount > 0);
  return (
    <StatRow>
      {[...always, ...sometimes].map(({ label, value, note }) => (
        <Stat key={label} label={label} value={<Price value={value} locale={locale} />} note={note} />
      ))}
    </StatRow>
  );
}

/** What becomes payable on which day, and what it waits for (F4). */
export async function WhyNotPaid({ balances }: { balances: Balances }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations("affiliate"), getLocale(), getTimeZone()]);
  const { upcoming, currency } = balances;
  const shown = upcoming.slice(0, SHOWN);
  const reason = (code: string) => (code === "refund_window" ? t("why.reasons.refund_window") : code);
  if (shown.length === 0) return <p className="text-ink-soft">{t("why.none")}</p>;
  return (
    <>
      <Table caption={`${t("why.title")} ${currency}`}>
        <TableHead>
          <Th>{t("why.from")}</Th>
          <Th>{t("why.reason")}</Th>
          <Th numeric>{t("why.amount")}</Th>
        </TableHead>
        <TableBody>
          {shown.map(({ availableAt, amount, reason: code }) => (
            <Tr key={`${availableAt.toISOString()} ${code}`}>
              <Td>
                <DateTime value={availableAt} locale={locale} timeZone={timeZone} />
              </Td>
              <Td>{reason(code)}</Td>
              <Td numeric>
                <Price value={amount} locale={locale} />
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      {upcoming.length > SHOWN ? (
        <p className="text-ink-soft text-sm">{t("why.more", { count: upcoming.length - SHOWN })}</p>
      ) : null}
    </>
  );
}
