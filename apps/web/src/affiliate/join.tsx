import { buttonLook } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { PageHeader } from "@stoa/ui/page-header";
import { TextLink } from "@stoa/ui/text-link";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { Part } from "../account/part.tsx";
import { GATEWAYS } from "../checkout/gateways.ts";
import { ActionForm } from "../forms/action-form.tsx";
import type { FieldSpec } from "../forms/form-state.ts";
import { currentActor, readApi } from "../server/api.ts";
import { join } from "./actions.ts";
import { formatRate } from "./rate.ts";

type Programme = Awaited<ReturnType<Awaited<ReturnType<typeof readApi>>["affiliates"]["programme"]>>;

/** What the programme gives and asks, and the way in. */
export async function Join() {
  const [t, locale, programme] = await Promise.all([
    getTranslations("affiliate"),
    getLocale(),
    readApi().then((api) => api.affiliates.programme()),
  ]);
  const rules = [
    t("join.window", { days: programme.windowDays }),
    t(programme.model === "last_click" ? "join.last" : "join.first"),
    t("join.held", { days: programme.holdDays }),
    t("join.own"),
  ];
  return (
    <div className="page py-10 md:py-14">
      <PageHeader title={t("join.title")} />
      <p className="max-w-prose text-lg text-ink-soft">
        {t("join.lead", { rate: formatRate(programme.rateBps, locale) })}
      </p>
      <div className="pt-8">
        <Part id="how" title={t("join.how")}>
          <ul className="grid list-disc gap-3 pl-5">
            {rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </Part>
        <Part id="join" title={t("join.form")}>
          <Way programme={programme} />
        </Part>
      </div>
    </div>
  );
}

/** What stands between this person and their link. */
async function Way({ programme }: { programme: Programme }) {
  const [t, payouts, actor] = await Promise.all([
    getTranslations("affiliate"),
    getTranslations("payouts"),
    currentActor(),
  ]);
  if (!programme.open) return <Callout>{t("join.closed")}</Callout>;
  if (actor.kind !== "user") {
    return (
      <Link href="/sign-in?next=%2Faffiliate" className={buttonLook({ look: "primary" })}>
        {t("join.signIn")}
      </Link>
    );
  }
  if (!actor.emailVerified) {
    return (
      <Callout tone="waiting" title={t("join.verify")}>
        <TextLink asChild>
          <Link href="/account">{t("join.verifyAction")}</Link>
        </TextLink>
      </Callout>
    );
  }
  return (
    <ActionForm
      id="join"
      action={join}
      hidden={{ version: programme.termsVersion }}
      fields={[
        { name: "linkName", label: t("join.code"), hint: t("join.codeHint"), required: false, maxLength: 32 },
        ...payoutFields(programme, payouts),
        { name: "accepted", label: t("join.terms", { version: programme.termsVersion }), type: "checkbox" },
      ]}
      submit={t("join.submit")}
      busy={t("join.busy")}
    />
  );
}

/** Where the commissions go; nothing to ask where no service pays out yet. */
function payoutFields(
  { payoutGateways }: Programme,
  t: (key: "account.way" | "join" | "account.hint") => string,
): FieldSpec[] {
  const [first] = payoutGateways;
  if (first === undefined) return [];
  return [
    {
      name: "gateway",
      label: t("account.way"),
      type: "select",
      defaultValue: payoutGateways.includes("paypal") ? "paypal" : first,
      options: payoutGateways.map((gateway) => ({ value: gateway, label: GATEWAYS[gateway] })),
    },
    { name: "destination", label: t("join"), hint: t("account.hint"), maxLength: 200 },
  ];
}
