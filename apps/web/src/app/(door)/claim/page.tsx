import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { claimPurchase } from "../../../door/account-actions.ts";
import { DeadLink } from "../../../door/dead-link.tsx";
import { DoorPage } from "../../../door/door-page.tsx";
import { doorFields } from "../../../door/fields.ts";
import { readLink } from "../../../door/read-link.ts";
import { Way } from "../../../door/way.tsx";
import { ActionForm } from "../../../forms/action-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("claimTitle") };
}

/** From the receipt's link to an account: the mailbox is proved by the link, the rest is a name and a password. */
export default async function ClaimPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  const [t, fields, link] = await Promise.all([
    getTranslations("door"),
    doorFields(),
    readLink(token, "claim_purchase"),
  ]);
  if (!link) return <DeadLink to="/support" />;
  if (link.needs === "sign_in") {
    return (
      <DoorPage
        title={t("claimTitle")}
        lead={t("claimSignIn", { email: link.email })}
        ways={
          <Way to="/sign-in" next="/learn">
            {t("signIn")}
          </Way>
        }
      />
    );
  }
  return (
    <DoorPage title={t("claimTitle")} lead={t("claimLead", { email: link.email })}>
      <ActionForm
        id="claim"
        action={claimPurchase}
        hidden={{ token, email: link.email }}
        fields={[fields.name, fields.newPassword]}
        submit={t("claim")}
        busy={t("oneMoment")}
        wide
      />
    </DoorPage>
  );
}
