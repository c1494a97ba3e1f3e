import type { ProgrammeView } from "@stoa/api/affiliates/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Facts } from "../../../../parts/facts.tsx";
import { Section } from "../../../../parts/section.tsx";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { SettingsForm } from "../../settings/settings-form.tsx";
import { changeProgramme } from "../actions.ts";
import { Rates } from "../rates.tsx";
import { AffiliateTabs } from "../tabs.tsx";
import { Creatives } from "./creatives.tsx";

export const metadata: Metadata = { title: "Affiliate programme" };

export default async function ProgrammePage() {
  const me = await mustBeColleague();
  const [programme, terms, creatives] = await read((caller) =>
    Promise.all([
      caller.affiliates.programme(),
      caller.affiliates.manage.terms({}),
      caller.affiliates.manage.creatives(),
    ]),
  );
  const mayManage = me.permissions.has("affiliate:manage");
  return (
    <>
      <PageHeader title="Affiliates" />
      <AffiliateTabs current="/affiliates/programme" />
      <div className="grid gap-12">
        <Section title="Rules">
          <Rules programme={programme} mayWrite={me.permissions.has("settings:write")} />
        </Section>
        <Section title="Rates of courses, for all">
          <Rates terms={terms.items} affiliateId={null} mayWrite={mayManage} />
        </Section>
        <Section title="Creatives">
          <Creatives creatives={creatives.items} mayWrite={mayManage} />
        </Section>
      </div>
    </>
  );
}

const MODELS = [
  { value: "last_click", label: "the last one followed" },
  { value: "first_click", label: "the first one followed" },
];

function Rules({ programme, mayWrite }: { programme: ProgrammeView; mayWrite: boolean }) {
  return (
    <SettingsForm
      id="programme"
      lead="For orders from now on; one that was placed keeps the rules it was placed under."
      action={changeProgramme}
      mayWrite={mayWrite}
      shown={<RulesShown programme={programme} />}
      fields={[
        {
          name: "rate",
          label: "Rate in per cent",
          inputMode: "decimal",
          defaultValue: String(programme.rateBps / 100),
        },
        {
          name: "model",
          label: "Of several links counts",
          type: "select",
          options: MODELS,
          defaultValue: programme.model,
        },
        { name: "windowDays", label: "Days a link counts", type: "number", defaultValue: String(programme.windowDays) },
        {
          name: "holdDays",
          label: "Days a commission waits",
          type: "number",
          defaultValue: String(programme.holdDays),
        },
        { name: "termsVersion", label: "Version of the terms", defaultValue: programme.termsVersion },
        { name: "open", label: "Anybody may join", type: "checkbox", defaultValue: programme.open ? "on" : "" },
      ]}
    />
  );
}

function RulesShown({ programme }: { programme: ProgrammeView }) {
  return (
    <Facts
      rows={[
        ["Rate", `${programme.rateBps / 100}%`],
        ["Of several links counts", MODELS.find(({ value }) => value === programme.model)?.label],
        ["Days a link counts", programme.windowDays],
        ["Days a commission waits", programme.holdDays],
        ["Version of the terms", programme.termsVersion],
        ["Anybody may join", programme.open ? "yes" : "no"],
      ]}
    />
  );
}
