import type { CouponView } from "@stoa/api/coupons/schemas";
import { Button } from "@stoa/ui/button";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { ActForm } from "../../../forms/act-form.tsx";
import { Amount } from "../../../parts/amount.tsx";
import { ExportForm } from "../../../parts/export-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { Section } from "../../../parts/section.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { createCoupon } from "./actions.ts";
import { COUPON_FIELDS } from "./coupon-fields.ts";
import { couponFilters, exportFilters, STATES } from "./filters.ts";
import { Lifecycle } from "./lifecycle.tsx";
import { CHOSEN, MoveMany, nameToMove } from "./move-many.tsx";

export const metadata: Metadata = { title: "Coupons" };

const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 2 });

export default async function CouponsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) =>
    caller.coupons.list({ ...couponFilters(params), cursor: params.cursor, limit: 50 }),
  );
  return (
    <>
      <PageHeader
        title="Coupons"
        lead="Codes that lower a price. A use is reserved with the order and counted when it is paid."
        actions={
          <>
            <Button asChild look="secondary" size="sm">
              <Link href="/coupons/import">Import…</Link>
            </Button>
            <ExportForm list="coupons" filters={exportFilters(params)} />
          </>
        }
      />
      <Filters
        action="/coupons"
        params={params}
        texts={[{ name: "q", label: "Find", hint: "How a code begins" }]}
        choices={[
          { name: "status", label: "State", any: "Any state", options: stateOptions(STATES) },
          {
            name: "kind",
            label: "For",
            any: "Anybody",
            options: [{ value: "personal", label: "One person (grants)" }],
          },
        ]}
      />
      <MoveMany coupons={page.items} />
      <List
        caption="Coupons, the newest first"
        path="/coupons"
        params={params}
        page={page}
        keyOf={(coupon) => coupon.id}
        choose={{ form: CHOSEN, nameOf: nameToMove }}
        empty={{ title: "No coupons yet.", hint: "Make the first one below." }}
        noMatch="Loosen the filters; a search takes the beginning of a code."
        columns={[
          { head: "Code", cell: ({ code, label }) => <Code code={code} label={label} /> },
          { head: "Takes off", cell: (coupon) => <Off coupon={coupon} /> },
          { head: "For", cell: (coupon) => scopeWords(coupon) },
          { head: "Used", numeric: true, cell: (coupon) => usesWords(coupon) },
          { head: "Held", numeric: true, cell: ({ reserved }) => reserved.toLocaleString("en-GB") },
          { head: "Until", cell: ({ endsAt }) => <When at={endsAt} /> },
          { head: "State", cell: ({ status }) => <StateBadge state={status} /> },
          { head: "Change", cell: (coupon) => <Lifecycle coupon={coupon} /> },
        ]}
      />
      <NewCoupon />
    </>
  );
}

function NewCoupon() {
  return (
    <div className="pt-10">
      <Section title="A new coupon" anchor="new">
        <ActForm
          id="coupon"
          action={createCoupon}
          again
          className="grid max-w-3xl gap-5 sm:grid-cols-2"
          fields={COUPON_FIELDS}
          submit="Make it"
          busy="Making…"
        />
      </Section>
    </div>
  );
}

function Code({ code, label }: { code: string; label: string }) {
  return (
    <>
      <span className="figures font-medium">{code}</span>
      <span className="block text-ink-faint text-sm">{label}</span>
    </>
  );
}

function Off({ coupon: { discount, rateBps, amount } }: { coupon: CouponView }) {
  if (rateBps !== null) return percent.format(rateBps / 10_000);
  if (amount === null) return "–";
  return (
    <>
      {discount === "price" ? "all but " : null}
      <Amount value={amount} />
    </>
  );
}

function scopeWords({ scope, courseTitles, instructorName }: CouponView): string {
  if (scope === "all_courses") return "every course";
  return scope === "courses" ? courseTitles.join(", ") : `courses of ${instructorName}`;
}

function usesWords({ consumed, maxRedemptions }: CouponView): string {
  const used = consumed.toLocaleString("en-GB");
  return maxRedemptions === null ? used : `${used} of ${maxRedemptions.toLocaleString("en-GB")}`;
}
