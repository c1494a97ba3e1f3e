import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoorPage } from "../../../../door/door-page.tsx";
import { doorFields } from "../../../../door/fields.ts";
import { signInWithCode } from "../../../../door/sign-in-actions.ts";
import { Way } from "../../../../door/way.tsx";
import { ActionForm } from "../../../../forms/action-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("codeTitle") };
}

export default async function CodePage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const [t, fields, { next }] = await Promise.all([getTranslations("door"), doorFields(), searchParams]);
  return (
    <DoorPage title={t("codeTitle")} lead={t("codeLead")} ways={<Way to="/sign-in">{t("startAgain")}</Way>}>
      <ActionForm
        id="code"
        action={signInWithCode}
        hidden={next ? { next } : {}}
        fields={[fields.code]}
        submit={t("signIn")}
        busy={t("signingIn")}
        wide
      />
    </DoorPage>
  );
}
