import { buttonLook } from "@stoa/ui/button";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Price } from "@stoa/ui/price";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { subtotalOf } from "../../../cart/basket.ts";
import { CartCoupon } from "../../../cart/cart-coupon.tsx";
import { CartLine } from "../../../cart/cart-line.tsx";
import { readApi } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cart"))("title"), robots: { index: false } };
}

/** What one means to buy. Things of different currencies are paid one currency at a time. */
export default async function CartPage() {
  const [t, locale, api] = await Promise.all([getTranslations("cart"), getLocale(), readApi()]);
  const cart = await api.cart.get();
  if (cart.lines.length === 0) return <EmptyCart />;
  return (
    <div className="page py-10 md:py-14">
      <PageHeader title={t("title")} lead={cart.currencies.length > 1 ? t("twoCurrencies") : undefined} />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem] lg:items-start">
        <ul className="border-line border-t">
          {cart.lines.map((line) => (
            <CartLine key={`${line.kind}:${line.id}`} line={line} />
          ))}
        </ul>
        <aside
          aria-label={t("summary")}
          className="grid gap-8 border-ochre border-t-3 bg-surface p-6 outline outline-line lg:sticky lg:top-6"
        >
          {cart.currencies.length === 0 ? <p className="text-ink-soft">{t("nothingForSale")}</p> : null}
          {cart.currencies.map((currency) => {
            const { count, total, discount } = subtotalOf(cart, currency);
            return (
              <div key={currency} className="grid gap-4">
                {discount && cart.coupon ? (
                  <p className="figures flex flex-wrap justify-between gap-x-4 text-ink-soft text-sm">
                    <span className="wrap-anywhere">{t("discount", { code: cart.coupon.code })}</span>
                    <span>
                      −<Price value={discount} locale={locale} />
                    </span>
                  </p>
                ) : null}
                <p>
                  {discount ? <span className="block pb-1 text-ink-soft text-sm">{t("afterDiscount")}</span> : null}
                  <Price value={total} locale={locale} className="title text-3xl" />
                  <span className="block pt-1 text-ink-faint text-sm">{t("taxNote", { count })}</span>
                </p>
                <Link
                  href={`/checkout?cart=${currency}`}
                  prefetch={false}
                  className={buttonLook({ look: "primary", size: "lg", wide: true })}
                >
                  {t("checkOut")}
                </Link>
              </div>
            );
          })}
          {cart.currencies.length === 0 ? null : <CartCoupon coupon={cart.coupon} />}
        </aside>
      </div>
    </div>
  );
}

async function EmptyCart() {
  const t = await getTranslations("cart");
  return (
    <div className="page py-10 md:py-14">
      <PageHeader title={t("title")} />
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
    </div>
  );
}
