import type { FlagView } from "@stoa/api/flags/schemas";
import { Card } from "@stoa/ui/card";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../forms/act-form.tsx";
import { Section } from "../../../parts/section.tsx";
import { When } from "../../../parts/when.tsx";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { setFlag } from "./actions.ts";

export const metadata: Metadata = { title: "Roll-outs" };

/** Features that come to people by steps. */
export default async function FlagsPage() {
  const me = await mustBeColleague();
  const { items } = await read((caller) => caller.flags.list());
  const mayWrite = me.permissions.has("settings:write");
  return (
    <>
      <PageHeader
        title="Roll-outs"
        lead="Features that come to people by steps, and can be taken back at once. Whoever has one keeps it while its share grows."
      />
      <ul className="grid gap-4">
        {items.map((flag) => (
          <li key={flag.key}>
            <Card>
              <Section title={flag.key}>
                <p className="max-w-reading text-ink-soft text-sm">
                  {flag.about} {inWords(flag)}
                  {flag.updatedAt ? (
                    <>
                      {" "}
                      Set <When at={flag.updatedAt} />.
                    </>
                  ) : null}
                </p>
                {mayWrite ? <RollOut flag={flag} /> : null}
              </Section>
            </Card>
          </li>
        ))}
      </ul>
    </>
  );
}

function inWords({ state, percent, userIds }: FlagView): string {
  if (state !== "some") return `It is ${state} for everybody.`;
  const named = userIds.length === 0 ? "" : `, and ${userIds.length} by name`;
  return `It has come to ${percent} % of the people${named}.`;
}

function RollOut({ flag }: { flag: FlagView }) {
  return (
    <ActForm
      id={`flag-${flag.key}`}
      action={setFlag}
      hidden={{ key: flag.key }}
      className="grid max-w-3xl gap-5 sm:grid-cols-2"
      fields={[
        {
          name: "state",
          label: "For whom",
          type: "select",
          defaultValue: flag.state,
          options: [
            { value: "on", label: "everybody" },
            { value: "some", label: "some" },
            { value: "off", label: "nobody" },
          ],
        },
        {
          name: "percent",
          label: "Share, in percent",
          hint: "counts with “some”",
          type: "number",
          defaultValue: String(flag.percent),
        },
        {
          name: "userIds",
          label: "People by name",
          hint: "ids, usr_…, one a line; they have it whatever the share",
          type: "textarea",
          rows: 3,
          optional: true,
          defaultValue: flag.userIds.join("\n"),
          className: "sm:col-span-2",
        },
      ]}
      submit="Roll out"
      busy="Saving…"
      look="secondary"
    />
  );
}
