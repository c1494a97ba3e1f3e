import { Badge } from "@stoa/ui/badge";
import { Callout } from "@stoa/ui/callout";
import { getLocale, getTranslations } from "next-intl/server";
import { requestEmailChange, saveProfile } from "../../../account/actions.ts";
import { Part } from "../../../account/part.tsx";
import { countriesIn } from "../../../checkout/countries.ts";
import { resendVerification } from "../../../door/account-actions.ts";
import { ActionForm } from "../../../forms/action-form.tsx";
import { LOCALE_NAMES, LOCALES } from "../../../i18n/locales.ts";
import { readApi } from "../../../server/api.ts";
import { mustBeSignedIn } from "../../../server/viewer.ts";

export default async function AccountPage({ searchParams }: { searchParams: Promise<{ said?: string }> }) {
  await mustBeSignedIn("/account");
  const [t, locale, me, { said }] = await Promise.all([
    getTranslations("account"),
    getLocale(),
    readApi().then((api) => api.identity.me()),
    searchParams,
  ]);
  return (
    <>
      {said === "email_changed" ? <Callout tone="good">{t("emailChanged")}</Callout> : null}
      <Part id="profile" title={t("profile")} lead={t("profileLead")}>
        <ActionForm
          id="profile"
          action={saveProfile}
          look="secondary"
          fields={[
            { name: "name", label: t("name"), autoComplete: "name", maxLength: 80, defaultValue: me.name },
            {
              name: "locale",
              label: t("language"),
              type: "select",
              defaultValue: me.locale,
              options: LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
            },
            {
              name: "timeZone",
              label: t("timeZone"),
              type: "select",
              defaultValue: me.timeZone,
              options: ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({
                value: zone,
                label: zone.replaceAll("_", " "),
              })),
            },
            {
              name: "country",
              label: t("country"),
              hint: t("countryHint"),
              type: "select",
              defaultValue: me.country ?? "",
              options: [{ value: "", label: t("noCountry") }, ...countriesIn(locale)],
            },
          ]}
          submit={t("save")}
          busy={t("saving")}
        />
      </Part>
      <Part id="email" title={t("email")} lead={t("emailLead")}>
        <p className="flex flex-wrap items-center gap-3 pb-5">
          <span className="break-all">{me.email}</span>
          <Badge tone={me.emailVerified ? "good" : "waiting"}>
            {me.emailVerified ? t("verified") : t("notVerified")}
          </Badge>
        </p>
        {me.emailVerified ? (
          <ActionForm
            id="email"
            action={requestEmailChange}
            look="secondary"
            fields={[
              { name: "email", label: t("newEmail"), type: "email", autoComplete: "email", maxLength: 254 },
              { name: "password", label: t("password"), type: "password", autoComplete: "current-password" },
            ]}
            submit={t("sendConfirmation")}
            busy={t("saving")}
          />
        ) : (
          <ActionForm
            id="verification"
            action={resendVerification}
            hidden={{ email: me.email }}
            look="secondary"
            fields={[]}
            submit={t("resend")}
            busy={t("saving")}
          />
        )}
      </Part>
    </>
  );
}
