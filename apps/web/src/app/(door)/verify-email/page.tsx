import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { verifyEmail } from "../../../door/account-actions.ts";
import { DeadLink } from "../../../door/dead-link.tsx";
import { DoorPage } from "../../../door/door-page.tsx";
import { doorFields } from "../../../door/fields.ts";
import { readLink } from "../../../door/read-link.ts";
import { ActionForm } from "../../../forms/action-form.tsx";

interface Props {
  searchParams: Promise<{ token?: string; take?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("verifyTitle") };
}

/** A press of the button confirms, so that a mail scanner's visit does not. Who did not sign up may take the account over. */
export default async function VerifyEmailPage({ searchParams }: Props) {
  const { token = "", take } = await searchParams;
  const [t, fields, link] = await Promise.all([getTranslations("door"), doorFields(), readLink(token, "verify_email")]);
  if (!link) return <DeadLink to="/sign-in" />;
  const takeOver = link.needs === "new_password" || take === "over";
  const asked = takeOver ? [fields.newPassword] : link.needs === "password" ? [fields.password] : [];
  return (
    <DoorPage
      title={t("verifyTitle")}
      lead={t(takeOver ? "verifyTakeOver" : "verifyLead", { email: link.email })}
      ways={
        link.needs === "password" && !takeOver ? (
          <p>
            <a className="text-aegean underline" href={`/verify-email?take=over&token=${encodeURIComponent(token)}`}>
              {t("notMyPassword")}
            </a>
          </p>
        ) : null
      }
    >
      <ActionForm
        id="verify"
        action={verifyEmail}
        hidden={{ token, email: link.email }}
        fields={asked}
        submit={t("confirm")}
        busy={t("oneMoment")}
        wide
      />
    </DoorPage>
  );
}
