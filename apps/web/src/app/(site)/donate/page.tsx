import { newSecret } from "@stoa/kit";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "../../../forms/action-form.tsx";
import { captchaOf } from "../../../forms/captcha-of.ts";
import { giveToFund } from "../../../grants/actions.ts";
import { currentActor, readApi } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("grants");
  return { title: t("donateTitle"), description: t("donateLead") };
}

/** Each fund that takes gifts, with its form. */
export default async function DonatePage() {
  const [t, api, actor] = await Promise.all([getTranslations("grants"), readApi(), currentActor()]);
  const { items } = await api.grants.funds();
  const guest = actor.kind !== "user";
  const captcha = guest ? await captchaOf("checkout") : null;
  return (
    <div className="page max-w-3xl py-10 md:py-14">
      <PageHeader title={t("donateTitle")} lead={t("donateLead")} />
      {items.length === 0 ? <EmptyState title={t("noFunds")}>{t("noFundsHint")}</EmptyState> : null}
      <div className="grid gap-12">
        {items.map(({ id, name, description, currency }) => (
          <section
            key={id}
            aria-labelledby={id}
            className="grid gap-5 border-ochre border-t-3 bg-surface p-6 outline outline-line"
          >
            <h2 id={id} className="title text-2xl">
              {name}
            </h2>
            <p className="max-w-reading text-ink-soft">{description}</p>
            <ActionForm
              id={`give-${id}`}
              action={giveToFund}
              hidden={{ fund: id, currency, key: newSecret(24) }}
              fields={[
                {
                  name: "amount",
                  label: t("amount", { currency }),
                  hint: t("amountHint"),
                  inputMode: "decimal",
                  maxLength: 12,
                },
                ...(guest
                  ? [
                      {
                        name: "email",
                        label: t("donorEmail"),
                        hint: t("donorEmailHint"),
                        type: "email" as const,
                        autoComplete: "email",
                        inputMode: "email" as const,
                        maxLength: 254,
                      },
                    ]
                  : []),
              ]}
              captcha={captcha}
              submit={t("give")}
              busy={t("giving")}
              wide
            />
          </section>
        ))}
      </div>
      <p className="pt-8">
        <TextLink asChild>
          <Link href="/impact">{t("seeImpact")}</Link>
        </TextLink>
      </p>
    </div>
  );
}
