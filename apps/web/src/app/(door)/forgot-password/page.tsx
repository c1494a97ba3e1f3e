import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forgotPassword } from "../../../door/account-actions.ts";
import { DoorPage } from "../../../door/door-page.tsx";
import { doorFields } from "../../../door/fields.ts";
import { Way } from "../../../door/way.tsx";
import { ActionForm } from "../../../forms/action-form.tsx";
import { captchaOf } from "../../../forms/captcha-of.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("door"))("forgotTitle") };
}

export default async function ForgotPasswordPage() {
  const [t, fields, captcha] = await Promise.all([getTranslations("door"), doorFields(), captchaOf("password_reset")]);
  return (
    <DoorPage title={t("forgotTitle")} lead={t("forgotLead")} ways={<Way to="/sign-in">{t("signIn")}</Way>}>
      <ActionForm
        id="forgot"
        action={forgotPassword}
        fields={[fields.email]}
        captcha={captcha}
        submit={t("sendLink")}
        busy={t("oneMoment")}
        wide
      />
    </DoorPage>
  );
}
