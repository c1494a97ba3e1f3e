import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../forms/act-form.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { Section } from "../../../parts/section.tsx";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { changeMaintenance, changeSeller } from "./actions.ts";
import { PayoutRules } from "./payout-rules.tsx";
import { RefundPolicy } from "./refund-policy.tsx";
import { TaxRates } from "./tax-rates.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const me = await mustBeColleague();
  const [settings, rates] = await read((caller) =>
    Promise.all([caller.settings.all(), caller.settings.taxRates.list()]),
  );
  const mayWrite = me.permissions.has("settings:write");
  const { seller, maintenance } = settings;
  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid gap-12">
        <Section title="Tax by country">
          <TaxRates rates={rates.items} mayWrite={mayWrite} />
        </Section>
        <Section title="Who sells">
          <p className="max-w-reading text-ink-soft text-sm">
            As it stands on receipts from now on; receipts that were given out keep what they say.
          </p>
          {mayWrite ? (
            <ActForm
              id="seller"
              action={changeSeller}
              className="grid max-w-3xl gap-5 sm:grid-cols-2"
              fields={[
                { name: "name", label: "Name", defaultValue: seller.name },
                { name: "taxNumber", label: "Tax number", optional: true, defaultValue: seller.taxNumber ?? "" },
                { name: "address", label: "Address", defaultValue: seller.address },
                {
                  name: "supportEmail",
                  label: "Address for questions",
                  type: "email",
                  defaultValue: seller.supportEmail,
                },
              ]}
              submit="Save"
              busy="Saving…"
              look="secondary"
            />
          ) : (
            <Facts
              rows={[
                ["Name", seller.name],
                ["Address", seller.address],
                ["Tax number", seller.taxNumber ?? "none"],
                ["Questions go to", seller.supportEmail],
              ]}
            />
          )}
        </Section>
        <Section title="What buyers may give back">
          <RefundPolicy policy={settings.refundPolicy} mayWrite={mayWrite} />
        </Section>
        <Section title="Payouts">
          <PayoutRules rules={settings.payouts} mayWrite={mayWrite} />
        </Section>
        <Section title="Maintenance">
          <p className="max-w-reading text-ink-soft text-sm">
            While it is on, the shop shows one page with this message. Payments that are under way are still taken in.
          </p>
          {mayWrite ? (
            <ActForm
              id="maintenance"
              action={changeMaintenance}
              className="grid max-w-3xl gap-5"
              fields={[
                {
                  name: "on",
                  label: "The shop is closed for maintenance",
                  type: "checkbox",
                  defaultValue: maintenance.on ? "on" : "",
                },
                { name: "message", label: "Message", optional: true, defaultValue: maintenance.message ?? "" },
              ]}
              submit="Save"
              busy="Saving…"
              look="secondary"
            />
          ) : (
            <p className="text-sm">{maintenance.on ? "On." : "Off."}</p>
          )}
        </Section>
      </div>
    </>
  );
}
