import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { confirmFree } from "../../../checkout/actions.ts";
import { ActionForm } from "../../../forms/action-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("checkout"))("confirmTitle"),
    referrer: "same-origin",
    robots: { index: false },
  };
}

/** The link of the mail leads here; a press of the button confirms, so that a mail scanner's visit does not. */
export default async function ConfirmPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const [t, { token = "" }] = await Promise.all([getTranslations("checkout"), searchParams]);
  return (
    <div className="grid gap-6">
      <h1 className="title text-3xl">{t("confirmTitle")}</h1>
      <p className="text-ink-soft text-lg">{t("confirmLead")}</p>
      <ActionForm
        id="confirm"
        action={confirmFree}
        hidden={{ token }}
        fields={[]}
        submit={t("confirm")}
        busy={t("confirming")}
        wide
      />
    </div>
  );
}
