import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeEmail } from "../../../door/account-actions.ts";
import { DeadLink } from "../../../door/dead-link.tsx";
import { DoorPage } from "../../../door/door-page.tsx";
import { readLink } from "../../../door/read-link.ts";
import { ActionForm } from "../../../forms/action-form.tsx";
import { mustBeSignedIn } from "../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("changeEmailTitle") };
}

export default async function ChangeEmailPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  await mustBeSignedIn(`/change-email?token=${encodeURIComponent(token)}`);
  const [t, link] = await Promise.all([getTranslations("door"), readLink(token, "change_email")]);
  if (!link) return <DeadLink to="/account" />;
  return (
    <DoorPage title={t("changeEmailTitle")} lead={t("changeEmailLead", { email: link.email })}>
      <ActionForm
        id="change-email"
        action={changeEmail}
        hidden={{ token }}
        fields={[]}
        submit={t("confirm")}
        busy={t("oneMoment")}
        wide
      />
    </DoorPage>
  );
}
