import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { signUp } from "../../../door/account-actions.ts";
import { DoorPage } from "../../../door/door-page.tsx";
import { doorFields } from "../../../door/fields.ts";
import { Way } from "../../../door/way.tsx";
import { ActionForm } from "../../../forms/action-form.tsx";
import { captchaOf } from "../../../forms/captcha-of.ts";
import { currentActor } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("signUp") };
}

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const [t, fields, captcha, { next }, actor] = await Promise.all([
    getTranslations("door"),
    doorFields(),
    captchaOf("sign_up"),
    searchParams,
    currentActor(),
  ]);
  if (actor.kind === "user") redirect("/learn");
  return (
    <DoorPage
      title={t("signUp")}
      lead={t("signUpLead")}
      ways={
        <Way to="/sign-in" next={next}>
          {t("haveAccount")}
        </Way>
      }
    >
      <ActionForm
        id="sign-up"
        action={signUp}
        fields={[fields.name, fields.email, fields.newPassword]}
        captcha={captcha}
        submit={t("signUp")}
        busy={t("oneMoment")}
        wide
      />
    </DoorPage>
  );
}
