import type { OwnPayout } from "@stoa/api/payouts/schemas";
import { Badge, type Tone } from "@stoa/ui/badge";
import { DateTime } from "@stoa/ui/date-time";
import { EmptyState } from "@stoa/ui/empty-state";
import { Price } from "@stoa/ui/price";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { GATEWAYS } from "../checkout/gateways.ts";

const TONES: Readonly<Record<OwnPayout["status"], Tone>> = {
  requested: "waiting",
  approved: "waiting",
  sending: "waiting",
  sent: "waiting",
  paid: "good",
  failed: "bad",
  returned: "bad",
  cancelled: "plain",
};

/** What was paid out, or is on its way. */
export async function OwnPayouts({ items }: { items: readonly OwnPayout[] }) {
  const t = await getTranslations("payouts");
  if (items.length === 0) return <EmptyState title={t("list.empty")}>{t("list.emptyHint")}</EmptyState>;
  return (
    <Table caption={t("list.each")}>
      <TableHead>
        <Th>{t("list.date")}</Th>
        <Th>{t("list.to")}</Th>
        <Th>{t("list.state")}</Th>
        <Th numeric>{t("list.amount")}</Th>
      </TableHead>
      <TableBody>
        {items.map((payout) => (
          <Row key={payout.id} payout={payout} />
        ))}
      </TableBody>
    </Table>
  );
}

async function Row({ payout }: { payout: OwnPayout }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations("payouts"), getLocale(), getTimeZone()]);
  const state = payout.status === "sent" && payout.reason === "unclaimed" ? "unclaimed" : payout.status;
  return (
    <Tr>
      <Td>
        <DateTime value={payout.paidAt ?? payout.createdAt} locale={locale} timeZone={timeZone} />
      </Td>
      <Td>
        {GATEWAYS[payout.gateway]} {payout.accountHint}
      </Td>
      <Td>
        <Badge tone={TONES[payout.status]}>{t(`states.${state}`)}</Badge>
      </Td>
      <Td numeric>
        <Price value={payout.amount} locale={locale} />
      </Td>
    </Tr>
  );
}
