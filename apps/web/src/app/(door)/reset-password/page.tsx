import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { resetPassword } from "../../../door/account-actions.ts";
import { DeadLink } from "../../../door/dead-link.tsx";
import { DoorPage } from "../../../door/door-page.tsx";
import { doorFields } from "../../../door/fields.ts";
import { readLink } from "../../../door/read-link.ts";
import { ActionForm } from "../../../forms/action-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("resetTitle") };
}

export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  const [t, fields, link] = await Promise.all([
    getTranslations("door"),
    doorFields(),
    readLink(token, "reset_password"),
  ]);
  if (!link) return <DeadLink to="/forgot-password" />;
  return (
    <DoorPage title={t("resetTitle")} lead={t("resetLead", { email: link.email })}>
      <ActionForm
        id="reset"
        action={resetPassword}
        hidden={{ token }}
        fields={[fields.newPassword]}
        submit={t("setPassword")}
        busy={t("oneMoment")}
        wide
      />
    </DoorPage>
  );
}
