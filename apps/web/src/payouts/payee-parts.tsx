import type { OwnPayee } from "@stoa/api/payouts/schemas";
import { newSecret } from "@stoa/kit";
import { Callout } from "@stoa/ui/callout";
import { DateTime } from "@stoa/ui/date-time";
import { Price } from "@stoa/ui/price";
import { Stat, StatRow } from "@stoa/ui/stat";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { Part } from "../account/part.tsx";
import { GATEWAYS } from "../checkout/gateways.ts";
import { ActionForm } from "../forms/action-form.tsx";
import { askForPayout, setAccount } from "./actions.ts";

/** One way of being owed money: what is due, and where it goes. */
export async function PayeeParts({ payee }: { payee: OwnPayee }) {
  const t = await getTranslations("payouts");
  return (
    <>
      {payee.blocked ? <Callout tone="bad">{t("blocked")}</Callout> : null}
      <Part id={`due-${payee.id}`} title={t("due.title")} lead={t("due.lead")}>
        {payee.due.length === 0 ? <p className="text-ink-soft">{t("due.none")}</p> : null}
        <div className="grid gap-8">
          {payee.due.map((due) => (
            <Due key={due.owed.currency} payee={payee} due={due} />
          ))}
        </div>
      </Part>
      <Part id={`account-${payee.id}`} title={t("account.title")} lead={t("account.lead")}>
        <Account payee={payee} />
      </Part>
    </>
  );
}

async function Due({ payee, due }: { payee: OwnPayee; due: OwnPayee["due"][number] }) {
  const [t, locale] = await Promise.all([getTranslations("payouts"), getLocale()]);
  const { released, minimum, owed, reserved } = due;
  const enough = released.amount >= minimum.amount;
  return (
    <div className="grid gap-4">
      <StatRow>
        <Stat label={t("due.released")} value={<Price value={released} locale={locale} />} />
        <Stat label={t("due.reserved")} value={<Price value={reserved} locale={locale} />} />
        <Stat label={t("due.owed")} value={<Price value={owed} locale={locale} />} />
      </StatRow>
      {enough && payee.account?.usable && !payee.blocked ? (
        <ActionForm
          id={`ask-${payee.id}-${owed.currency}`}
          action={askForPayout}
          fields={[]}
          hidden={{ payeeId: payee.id, currency: owed.currency, key: newSecret(24) }}
          submit={t("due.ask")}
          busy={t("due.asking")}
        />
      ) : (
        <p className="text-ink-soft text-sm">
          {enough
            ? t("due.accountFirst")
            : t.rich("due.minimum", { amount: () => <Price value={minimum} locale={locale} /> })}
        </p>
      )}
    </div>
  );
}

async function Account({ payee: { id, account, gateways } }: { payee: OwnPayee }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations("payouts"), getLocale(), getTimeZone()]);
  if (gateways.length === 0) return <p className="text-ink-soft">{t("account.noWay")}</p>;
  return (
    <div className="grid gap-5">
      {account ? (
        <p>
          {t("account.current", { gateway: GATEWAYS[account.gateway], account: account.hint })}{" "}
          {account.usable ? null : (
            <span className="text-ink-soft">
              {t("account.from")} <DateTime value={account.usableFrom} locale={locale} timeZone={timeZone} />
            </span>
          )}
        </p>
      ) : null}
      <ActionForm
        id={`set-${id}`}
        action={setAccount}
        look="secondary"
        hidden={{ payeeId: id }}
        fields={[
          {
            name: "gateway",
            label: t("account.way"),
            type: "select",
            defaultValue: account?.gateway ?? (gateways.includes("paypal") ? "paypal" : (gateways[0] ?? "")),
            options: gateways.map((gateway) => ({ value: gateway, label: GATEWAYS[gateway] })),
          },
          { name: "destination", label: t("account.destination"), hint: t("account.hint"), maxLength: 200 },
        ]}
        submit={account ? t("account.change") : t("account.save")}
        busy={t("account.saving")}
      />
    </div>
  );
}
