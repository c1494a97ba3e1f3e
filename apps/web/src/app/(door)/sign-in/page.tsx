import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { Callout } from "@stoa/ui/callout";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoorPage } from "../../../door/door-page.tsx";
import { doorFields } from "../../../door/fields.ts";
import { signIn } from "../../../door/sign-in-actions.ts";
import { Way } from "../../../door/way.tsx";
import { ActionForm } from "../../../forms/action-form.tsx";
import { currentActor } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("signIn") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string; said?: string }>;
}) {
  const [t, fields, { next, said }, actor] = await Promise.all([
    getTranslations("door"),
    doorFields(),
    searchParams,
    currentActor(),
  ]);
  if (actor.kind === "user") redirect(pathOfOurs(next, "/learn"));
  return (
    <DoorPage
      title={t("signIn")}
      lead={t("signInLead")}
      ways={
        <>
          <Way to="/forgot-password">{t("forgot")}</Way>
          <Way to="/sign-up" next={next}>
            {t("noAccount")}
          </Way>
        </>
      }
    >
      {said === "password_set" ? <Callout tone="good">{t("passwordSet")}</Callout> : null}
      <ActionForm
        id="sign-in"
        action={signIn}
        hidden={next ? { next } : {}}
        fields={[fields.email, fields.password]}
        submit={t("signIn")}
        busy={t("signingIn")}
        wide
      />
    </DoorPage>
  );
}
