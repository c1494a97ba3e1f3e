import type { ProgrammeView } from "@stoa/api/affiliates/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { Section } from "../../../../parts/section.tsx";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
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
          <p className="max-w-reading text-ink-soft text-sm">
            For orders from now on; one that was placed keeps the rules it was placed under.
          </p>
          {me.permissions.has("settings:write") ? (
            <Rules programme={programme} />
          ) : (
            <RulesShown programme={programme} />
          )}
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

function Rules({ programme }: { programme: ProgrammeView }) {
  return (
    <ActForm
      id="programme"
      action={changeProgramme}
      className="grid max-w-3xl gap-5 sm:grid-cols-2"
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
      submit="Save"
      busy="Saving…"
      look="secondary"
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
