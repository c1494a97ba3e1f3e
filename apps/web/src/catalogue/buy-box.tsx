import type { CourseDetail } from "@stoa/api/courses/schemas";
import { buttonLook } from "@stoa/ui/button";
import { Price } from "@stoa/ui/price";
import { TextLink } from "@stoa/ui/text-link";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { addToCart } from "../cart/actions.ts";
import { ActionForm } from "../forms/action-form.tsx";
import { readApi } from "../server/api.ts";

/** What it costs, what one gets for it, and the two ways to have it: at once, or with others. */
export async function BuyBox({ course }: { course: CourseDetail }) {
  const [t, locale, api] = await Promise.all([getTranslations("catalogue"), getLocale(), readApi()]);
  const { cart } = await api.flags.mine();
  const free = course.price.amount === 0;
  const preview = course.modules.flatMap((module) => module.lessons).find((lesson) => lesson.preview);
  return (
    <aside
      aria-label={t("buyBox")}
      className="grid gap-4 border-ochre border-t-3 bg-surface p-6 outline outline-line lg:sticky lg:top-6"
    >
      <p>
        <Price value={course.price} locale={locale} freeLabel={t("free")} className="title text-3xl" />
        {free ? null : <span className="block pt-1 text-ink-faint text-sm">{t("taxNote")}</span>}
      </p>
      <Link
        href={`/checkout?course=${course.slug}`}
        prefetch={false}
        className={buttonLook({ look: "primary", size: "lg", wide: true })}
      >
        {free ? t("take") : t("buy")}
      </Link>
      {cart ? (
        <ActionForm
          id="cart"
          action={addToCart}
          fields={[]}
          hidden={{ course: course.slug }}
          submit={t("addToCart")}
          busy={t("addingToCart")}
          look="secondary"
          wide
        />
      ) : null}
      <ul className="grid gap-1.5 text-ink-soft text-sm">
        <li>{t("promiseMail")}</li>
        <li>{t("promiseAtOnce")}</li>
        <li>{t("promiseForGood")}</li>
      </ul>
      {free ? null : (
        <p className="border-line border-t pt-3 text-sm">
          <TextLink asChild>
            <Link href={`/courses/${course.slug}/grant`} prefetch={false}>
              {t("askForGrant")}
            </Link>
          </TextLink>
        </p>
      )}
      {preview ? (
        <p className="border-line border-t pt-3 text-sm">
          <Link
            href={`/learn/${course.slug}/${preview.slug}`}
            prefetch={false}
            className="rounded-sm text-aegean underline decoration-1 underline-offset-[0.2em]"
          >
            {t("readPreview", { lesson: preview.title })}
          </Link>
        </p>
      ) : null}
    </aside>
  );
}
