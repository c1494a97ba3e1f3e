import { buttonLook } from "@stoa/ui/button";
import { DateTime } from "@stoa/ui/date-time";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Price } from "@stoa/ui/price";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { ListPages } from "../../../frame/list-pages.tsx";
import { OrderStatusBadge } from "../../../orders/status-badge.tsx";
import { readApi } from "../../../server/api.ts";
import { firstPageOnBadCursor } from "../../../server/paging.ts";
import { mustBeSignedIn } from "../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders"))("title"), robots: { index: false } };
}

export default async function OrdersPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await mustBeSignedIn("/orders");
  const [t, locale, timeZone, api, { cursor }] = await Promise.all([
    getTranslations("orders"),
    getLocale(),
    getTimeZone(),
    readApi(),
    searchParams,
  ]);
  const page = await firstPageOnBadCursor(cursor, (at) => api.orders.list({ cursor: at }));
  return (
    <div className="page py-10 md:py-14">
      <PageHeader title={t("title")} />
      {page.items.length === 0 ? (
        <EmptyState
          title={t("empty")}
          action={
            <Link href="/courses" className={buttonLook({ look: "secondary" })}>
              {t("browse")}
            </Link>
          }
        >
          {t("emptyHint")}
        </EmptyState>
      ) : (
        <Table caption={t("title")}>
          <TableHead>
            <Th>{t("date")}</Th>
            <Th>{t("what")}</Th>
            <Th>{t("state")}</Th>
            <Th numeric>{t("total")}</Th>
            <Th>
              <span className="sr-only">{t("receipt")}</span>
            </Th>
          </TableHead>
          <TableBody>
            {page.items.map((order) => (
              <Tr key={order.id}>
                <Td>
                  <DateTime value={order.createdAt} locale={locale} timeZone={timeZone} />
                </Td>
                <Td className="min-w-44">
                  <TextLink quiet asChild>
                    <Link href={`/orders/${order.id}`} prefetch={false}>
                      {order.titles.join(", ")}
                    </Link>
                  </TextLink>
                </Td>
                <Td>
                  <OrderStatusBadge status={order.status} />
                </Td>
                <Td numeric>
                  <Price value={order.total} locale={locale} />
                </Td>
                <Td>
                  {order.invoiceNumber ? (
                    <TextLink href={`/orders/${order.id}/receipt`} className="whitespace-nowrap">
                      {t("receipt")}
                      <span className="sr-only"> {order.invoiceNumber}</span>
                    </TextLink>
                  ) : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
      <ListPages path="/orders" cursor={cursor} next={page.nextCursor} />
    </div>
  );
}
