import { EmptyState } from "@stoa/ui/empty-state";
import { getTranslations } from "next-intl/server";
import { Part } from "../../../../account/part.tsx";
import { ListPages } from "../../../../frame/list-pages.tsx";
import { OwnPayouts } from "../../../../payouts/own-payouts.tsx";
import { PayeeParts } from "../../../../payouts/payee-parts.tsx";
import { readApi } from "../../../../server/api.ts";
import { firstPageOnBadCursor } from "../../../../server/paging.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

/** Where a person's money goes, how much of it may go, and what has gone. */
export default async function PayoutsPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await mustBeSignedIn("/account/payouts");
  const [t, api, { cursor }] = await Promise.all([getTranslations("payouts"), readApi(), searchParams]);
  const { items: payees } = await api.payouts.me();
  if (payees.length === 0) return <EmptyState title={t("nobody")}>{t("nobodyHint")}</EmptyState>;
  const page = await firstPageOnBadCursor(cursor, (at) => api.payouts.mine({ cursor: at }));
  return (
    <>
      {payees.map((payee) => (
        <PayeeParts key={payee.id} payee={payee} />
      ))}
      <Part id="payouts" title={t("list.title")} lead={t("list.lead")} wide>
        <OwnPayouts items={page.items} />
        <ListPages path="/account/payouts" cursor={cursor} next={page.nextCursor} />
      </Part>
    </>
  );
}
