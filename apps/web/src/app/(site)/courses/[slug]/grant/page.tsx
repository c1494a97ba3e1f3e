import { outcomeOf } from "@stoa/api/http/problem";
import { formatMoney, type Money, money, mulDiv, newSecret } from "@stoa/kit";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ActionForm } from "../../../../../forms/action-form.tsx";
import { captchaOf } from "../../../../../forms/captcha-of.ts";
import type { FieldSpec } from "../../../../../forms/form-state.ts";
import { applyForGrant } from "../../../../../grants/actions.ts";
import { currentActor, readApi } from "../../../../../server/api.ts";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("grants"))("applyTitle"), robots: { index: false } };
}

/** Who cannot pay for a course asks for it here. */
export default async function ApplyPage({ params }: Props) {
  const { slug } = await params;
  const [t, catalogue, locale, api, actor] = await Promise.all([
    getTranslations("grants"),
    getTranslations("catalogue"),
    getLocale(),
    readApi(),
    currentActor(),
  ]);
  const found = await outcomeOf(api.courses.get({ slug }));
  if (!found.ok || found.data.price.amount === 0) notFound();
  const course = found.data;
  const guest = actor.kind !== "user";
  return (
    <div className="page max-w-3xl py-10 md:py-14">
      <PageHeader
        title={t("applyTitle")}
        lead={t("applyLead", { course: course.title })}
        way={
          <Breadcrumb
            label={catalogue("way")}
            link={Link}
            crumbs={[
              { label: catalogue("title"), href: "/courses" },
              { label: course.title, href: `/courses/${course.slug}` },
              { label: t("applyTitle") },
            ]}
          />
        }
      />
      <ActionForm
        id="apply"
        action={applyForGrant}
        hidden={{ course: course.slug, key: newSecret(24) }}
        fields={[
          { name: "name", label: t("name"), autoComplete: "name", maxLength: 120 },
          ...(guest ? [emailField(t("email"), t("emailHint"))] : []),
          {
            name: "percent",
            label: t("percent", { price: formatMoney(course.price, locale) }),
            type: "select",
            defaultValue: "100",
            options: [100, 75, 50, 25].map((percent) => ({
              value: String(percent),
              label: t("percentOption", { percent, rest: formatMoney(restOf(course.price, percent), locale) }),
            })),
          },
          { name: "statement", label: t("statement"), hint: t("statementHint"), type: "textarea", maxLength: 4_000 },
        ]}
        captcha={guest ? await captchaOf("grant_application") : null}
        submit={t("send")}
        busy={t("sending")}
      >
        {guest ? null : <p className="text-ink-soft">{t("toYou", { email: actor.email })}</p>}
      </ActionForm>
    </div>
  );
}

function emailField(label: string, hint: string): FieldSpec {
  return { name: "email", label, hint, type: "email", autoComplete: "email", inputMode: "email", maxLength: 254 };
}

/** What would be left to pay, rounded as an approval rounds it. */
function restOf({ amount, currency }: Money, percent: number): Money {
  return money(amount - mulDiv(amount, percent, 100), currency);
}
