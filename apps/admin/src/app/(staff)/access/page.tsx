import { Callout } from "@stoa/ui/callout";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Section } from "../../../parts/section.tsx";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { ScopeRules } from "./scope-rules.tsx";

export const metadata: Metadata = { title: "Access" };

const SCOPES = [
  ["staffAccess", "Staff", "Signing in here, and everything that takes a permission, in the shop as well."],
  ["signInAccess", "Signing in to the shop", "Learners and buyers. Whoever is signed in already stays so."],
  ["publicFormAccess", "Public forms", "Signing up, asking for a mail, starting a purchase."],
] as const;

export default async function AccessPage() {
  const me = await mustBeColleague();
  const [settings, origin] = await read((caller) =>
    Promise.all([caller.settings.all(), caller.settings.callerOrigin()]),
  );
  return (
    <>
      <PageHeader
        title="Access"
        lead="From where people come in. A denied network is kept out whatever else is said, an allowed one let in wherever it is; then countries count. Where anything is allowed by name, what is on no such list is kept out."
      />
      <div className="grid gap-12">
        {origin ? (
          <Callout title={`You come from ${origin.ip}, ${countryNamed(origin.country)}.`}>
            Rules for staff and for signing in that would keep you out are not saved.
          </Callout>
        ) : null}
        {SCOPES.map(([scope, title, about]) => (
          <Section key={scope} title={title}>
            <p className="max-w-reading text-ink-soft text-sm">{about}</p>
            <ScopeRules scope={scope} rules={settings[scope]} mayWrite={me.permissions.has("settings:write")} />
          </Section>
        ))}
      </div>
    </>
  );
}

function countryNamed(country: string | null): string {
  if (country === null) return "country unknown";
  return `${country}, ${new Intl.DisplayNames("en", { type: "region" }).of(country) ?? ""}`;
}
