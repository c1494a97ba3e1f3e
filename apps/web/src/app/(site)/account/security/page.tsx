import { Badge } from "@stoa/ui/badge";
import { getTranslations } from "next-intl/server";
import { changePassword, disableTwoFactor } from "../../../../account/actions.ts";
import { Part } from "../../../../account/part.tsx";
import { RenewRecovery } from "../../../../account/renew-recovery.tsx";
import { TwoFactorSetup } from "../../../../account/two-factor-setup.tsx";
import { ActionForm } from "../../../../forms/action-form.tsx";
import { readApi } from "../../../../server/api.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

export default async function SecurityPage() {
  await mustBeSignedIn("/account/security");
  const [t, me] = await Promise.all([getTranslations("account"), readApi().then((api) => api.identity.me())]);
  const recovery = { keepThem: t("keepThem"), keepThemWhy: t("keepThemWhy"), copy: t("copy"), copied: t("copied") };
  const password = {
    name: "password",
    label: t("password"),
    type: "password",
    autoComplete: "current-password",
  } as const;
  return (
    <>
      <Part id="password" title={t("password")} lead={t("passwordLead")}>
        <ActionForm
          id="password"
          action={changePassword}
          look="secondary"
          fields={[
            password,
            {
              name: "newPassword",
              label: t("newPassword"),
              hint: t("newPasswordHint"),
              type: "password",
              autoComplete: "new-password",
            },
          ]}
          submit={t("changePassword")}
          busy={t("saving")}
        />
      </Part>
      <Part id="two-factor" title={t("twoFactor")} lead={t("twoFactorLead")}>
        <p className="pb-5">
          <Badge tone={me.secondFactor === "on" ? "good" : me.secondFactor === "missing" ? "bad" : "plain"}>
            {t(`twoFactorState.${me.secondFactor}`)}
          </Badge>
        </p>
        {me.secondFactor === "on" ? (
          <div className="grid gap-8">
            <p className="text-ink-soft">{t("codesLeft", { count: me.recoveryCodesLeft })}</p>
            <RenewRecovery words={{ ...recovery, password: t("password"), code: t("code"), renew: t("renewCodes") }} />
            <details>
              <summary className="w-fit cursor-pointer rounded-sm text-madder">{t("switchOff")}</summary>
              <div className="pt-5">
                <ActionForm
                  id="off"
                  action={disableTwoFactor}
                  look="danger"
                  fields={[
                    password,
                    { name: "code", label: t("code"), inputMode: "numeric", autoComplete: "one-time-code" },
                  ]}
                  submit={t("switchOff")}
                  busy={t("saving")}
                />
              </div>
            </details>
          </div>
        ) : (
          <TwoFactorSetup
            words={{
              ...recovery,
              password: t("password"),
              begin: t("switchOn"),
              scan: t("scan"),
              scanAlt: t("scanAlt"),
              byHand: t("byHand"),
              code: t("code"),
              codeHint: t("codeHint"),
              confirm: t("confirmCode"),
            }}
          />
        )}
      </Part>
    </>
  );
}
