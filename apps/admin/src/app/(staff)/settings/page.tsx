import type { AllSettings } from "@stoa/api/settings/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Facts } from "../../../parts/facts.tsx";
import { Section } from "../../../parts/section.tsx";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { changeMaintenance, changeSeller } from "./actions.ts";
import { PayoutRules } from "./payout-rules.tsx";
import { RefundPolicy } from "./refund-policy.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { TaxRates } from "./tax-rates.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const me = await mustBeColleague();
  const [settings, rates] = await read((caller) =>
    Promise.all([caller.settings.all(), caller.settings.taxRates.list()]),
  );
  const mayWrite = me.permissions.has("settings:write");
  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid grid-cols-1 gap-12">
        <Section title="Who sells">
          <Seller seller={settings.seller} mayWrite={mayWrite} />
        </Section>
        <Section title="What buyers may give back">
          <RefundPolicy policy={settings.refundPolicy} mayWrite={mayWrite} />
        </Section>
        <Section title="Payouts">
          <PayoutRules rules={settings.payouts} mayWrite={mayWrite} />
        </Section>
        <Section title="Maintenance">
          <Maintenance maintenance={settings.maintenance} mayWrite={mayWrite} />
        </Section>
        <Section title="Tax by country">
          <TaxRates rates={rates.items} mayWrite={mayWrite} />
        </Section>
      </div>
    </>
  );
}

function Seller({ seller, mayWrite }: { seller: AllSettings["seller"]; mayWrite: boolean }) {
  const { name, taxNumber, address, supportEmail } = seller;
  return (
    <SettingsForm
      id="seller"
      lead="As it stands on receipts from now on; receipts that were given out keep what they say."
      action={changeSeller}
      mayWrite={mayWrite}
      fields={[
        { name: "name", label: "Name", defaultValue: name },
        { name: "taxNumber", label: "Tax number", optional: true, defaultValue: taxNumber ?? "" },
        { name: "address", label: "Address", defaultValue: address },
        { name: "supportEmail", label: "Address for questions", type: "email", defaultValue: supportEmail },
      ]}
      shown={
        <Facts
          rows={[
            ["Name", name],
            ["Address", address],
            ["Tax number", taxNumber ?? "none"],
            ["Questions go to", supportEmail],
          ]}
        />
      }
    />
  );
}

function Maintenance({ maintenance, mayWrite }: { maintenance: AllSettings["maintenance"]; mayWrite: boolean }) {
  const { on, message } = maintenance;
  return (
    <SettingsForm
      id="maintenance"
      lead="While it is on, the shop shows one page with this message. Payments that are under way are still taken in."
      action={changeMaintenance}
      mayWrite={mayWrite}
      fields={[
        { name: "message", label: "Message", optional: true, defaultValue: message ?? "", className: "sm:col-span-2" },
        {
          name: "on",
          label: "The shop is closed for maintenance",
          type: "checkbox",
          defaultValue: on ? "on" : "",
        },
      ]}
      shown={<p className="text-sm">{on ? "On." : "Off."}</p>}
    />
  );
}
