import { Checkbox } from "@stoa/ui/choice";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
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
        fields={[]}
        submit={t("save")}
        busy={t("saving")}
      >
        <Table caption={t("preferences")}>
          <TableHead>
            <Th>{t("about")}</Th>
            <Th>{t("mailColumn")}</Th>
            <Th>{t("hereColumn")}</Th>
          </TableHead>
          <TableBody>
            {shown.map(({ kind, email, inApp }) => (
              <Tr key={kind}>
                <Td className="align-middle">{t(`kind.${kind}`)}</Td>
                <Td className="align-middle">
                  <Tick name={`${kind}.email`} on={email} label={t("byMail", { what: t(`kind.${kind}`) })} />
                </Td>
                <Td className="align-middle">
                  <Tick name={`${kind}.inApp`} on={inApp} label={t("here", { what: t(`kind.${kind}`) })} />
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      </ActionForm>
    </Part>
  );
}

/** A box in a column; what it says to the eye is said by its row and column. */
function Tick({ name, on, label }: { name: string; on: boolean; label: string }) {
  return <Checkbox key={String(on)} name={name} defaultChecked={on} label={<span className="sr-only">{label}</span>} />;
}
