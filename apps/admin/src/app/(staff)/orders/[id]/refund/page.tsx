import { outcomeOf } from "@stoa/api/http/problem";
import { formatMoney, newId } from "@stoa/kit";
import { Callout } from "@stoa/ui/callout";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../../../forms/act-form.tsx";
import { Section } from "../../../../../parts/section.tsx";
import { Way } from "../../../../../parts/way.tsx";
import { api } from "../../../../../server/api.ts";
import type { Search } from "../../../../../server/query.ts";
import { read } from "../../../../../server/read.ts";
import { requestRefund } from "../actions.ts";
import { isRefundable } from "./is-refundable.ts";
import { RefundChoice } from "./refund-choice.tsx";
import { RefundEffects } from "./refund-effects.tsx";
import { type Wish, wishOf } from "./wish-of.ts";

export const metadata: Metadata = { title: "Refund" };

/** Choose, see what follows, ask for it: three steps of one page. */
export default async function RefundPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Search;
}) {
  const { id } = await params;
  const search = searchOf(await searchParams);
  const [order, money] = await read((caller) =>
    Promise.all([caller.orders.get({ id }), caller.payments.ofOrder({ orderId: id })]),
  );
  const currency = (order.paid ?? order.total).currency;
  const wish = wishOf(search, currency);
  return (
    <>
      <PageHeader
        way={
          <Way
            crumbs={[
              { label: "Orders", href: "/orders" },
              { label: order.id, href: `/orders/${id}` },
              { label: "Refund" },
            ]}
          />
        }
        title="Refund"
        lead={order.lines.map((line) => line.title).join(", ")}
      />
      {isRefundable(order, money) ? (
        <div className="grid grid-cols-1 gap-10">
          <RefundChoice order={order} search={search} unfinished={search.has("wish") && wish === null} />
          {wish ? (
            <Section title="What follows">
              <Preview orderId={id} currency={currency} wish={wish} chosen={search.toString()} />
            </Section>
          ) : null}
        </div>
      ) : (
        <Callout>Nothing of this order can be refunded: it brought no money, or all has gone back.</Callout>
      )}
    </>
  );
}

interface Chosen {
  orderId: string;
  currency: string;
  wish: Wish;
  /** The wish as the link has it, for the form that follows. */
  chosen: string;
}

async function Preview({ orderId, currency, wish, chosen }: Chosen) {
  const found = await outcomeOf((await api()).checkout.refunds.preview({ orderId, wish }));
  if (!found.ok) return <Callout tone="bad">{found.problem.message}</Callout>;
  return (
    <div className="grid grid-cols-1 gap-6">
      <RefundEffects orderId={orderId} preview={found.data} />
      <ActForm
        id="refund"
        action={requestRefund}
        className="grid max-w-reading gap-4"
        hidden={{ orderId, currency, chosen, key: newId("correlation") }}
        fields={[{ name: "note", label: "Why", hint: "For colleagues. The buyer does not see it." }]}
        submit={`Refund ${formatMoney(found.data.amount, "en-GB")}`}
        busy="Asking…"
        look="danger"
      />
    </div>
  );
}

function searchOf(params: Record<string, string | string[] | undefined>): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of ["wish", "amount", "line"]) {
    for (const value of [params[name] ?? []].flat()) search.append(name, value);
  }
  return search;
}
