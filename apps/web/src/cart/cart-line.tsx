import type { CartLineView } from "@stoa/api/checkout/cart/schemas";
import { Badge, type Tone } from "@stoa/ui/badge";
import { Button } from "@stoa/ui/button";
import { CourseCover } from "@stoa/ui/course-cover";
import { Price } from "@stoa/ui/price";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { removeFromCart } from "./actions.ts";

const TONES = { repriced: "waiting", withdrawn: "bad", owned: "info" } as const satisfies Record<string, Tone>;

/** One thing in the cart, and what has become of it since it was put in. */
export async function CartLine({ line }: { line: CartLineView }) {
  const [t, locale] = await Promise.all([getTranslations("cart"), getLocale()]);
  const { state } = line;
  const forSale = state === "as_seen" || state === "repriced";
  return (
    <li className="grid grid-cols-[4.5rem_minmax(0,1fr)_auto] items-start gap-x-5 gap-y-2 border-line border-b py-5 sm:grid-cols-[7rem_minmax(0,1fr)_auto]">
      <CourseCover slug={line.path?.split("/").at(-1) ?? line.id} className={forSale ? "" : "opacity-50 grayscale"} />
      <div className="grid justify-items-start gap-2">
        <h2 className="title wrap-anywhere text-lg sm:text-xl">
          {line.path ? (
            <Link href={line.path} prefetch={false} className="rounded-sm hover:underline hover:underline-offset-4">
              {line.title}
            </Link>
          ) : (
            line.title
          )}
        </h2>
        {state === "as_seen" ? null : <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>}
        <form action={removeFromCart} className="-ml-3">
          <input type="hidden" name="id" value={line.id} />
          <Button type="submit" look="quiet" size="sm">
            {t("remove")}
            <span className="sr-only">: {line.title}</span>
          </Button>
        </form>
      </div>
      <p className="text-right">
        {state === "repriced" ? (
          <s className="block text-ink-faint text-sm">
            <span className="sr-only">{t("before")} </span>
            <Price value={line.seen} locale={locale} freeLabel={t("free")} />
          </s>
        ) : null}
        {forSale ? <Price value={line.unit} locale={locale} freeLabel={t("free")} className="text-lg" /> : null}
      </p>
    </li>
  );
}
