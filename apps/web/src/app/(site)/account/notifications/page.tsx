import { getTranslations } from "next-intl/server";
import { Part } from "../../../../account/part.tsx";
import { ActionForm } from "../../../../forms/action-form.tsx";
import { savePreferences } from "../../../../notifications/actions.ts";
import { readApi } from "../../../../server/api.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

/** What one wants to be told of. Receipts and sign-in links are not asked about: they are part of the deal. */
export default async function PreferencesPage() {
  const actor = await mustBeSignedIn("/account/notifications");
  const [t, preferences] = await Promise.all([
    getTranslations("notifications"),
    readApi().then((api) => api.notifications.preferences()),
  ]);
  const shown = preferences.items.filter(({ kind }) => kind !== "staff_alert" || actor.permissions.size > 1);
  return (
    <Part id="preferences" title={t("preferences")} lead={t("preferencesLead")}>
      <ActionForm
        id="preferences"
        action={savePreferences}
        look="secondary"
        hidden={Object.fromEntries(shown.map(({ kind }) => [`${kind}.asked`, "yes"]))}
        fields={shown.flatMap(({ kind, email, inApp }) => [
          {
            name: `${kind}.email`,
            label: t("byMail", { what: t(`kind.${kind}`) }),
            type: "checkbox" as const,
            defaultValue: email ? "on" : "off",
          },
          {
            name: `${kind}.inApp`,
            label: t("here", { what: t(`kind.${kind}`) }),
            type: "checkbox" as const,
            defaultValue: inApp ? "on" : "off",
          },
        ])}
        submit={t("save")}
        busy={t("saving")}
      />
    </Part>
  );
}
