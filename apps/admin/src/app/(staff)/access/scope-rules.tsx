import type { AccessRules, AccessScope } from "@stoa/api/platform/access-rules";
import { ActForm } from "../../../forms/act-form.tsx";
import type { FieldSpec } from "../../../forms/act-state.ts";
import { Facts } from "../../../parts/facts.tsx";
import { changeAccess } from "./actions.ts";

/** The rules of one scope: a form for who may change them, plain facts for the others. */
export function ScopeRules({ scope, rules, mayWrite }: { scope: AccessScope; rules: AccessRules; mayWrite: boolean }) {
  if (!mayWrite) return <Facts rows={factsOf(rules)} />;
  return (
    <ActForm
      id={scope}
      action={changeAccess}
      hidden={{ scope }}
      className="grid max-w-3xl gap-5 sm:grid-cols-2"
      fields={fieldsOf(rules)}
      submit="Save"
      busy="Saving…"
      look="secondary"
    />
  );
}

function fieldsOf(rules: AccessRules): FieldSpec[] {
  const list = (name: keyof AccessRules, label: string, hint: string, entries: readonly string[]): FieldSpec => ({
    name,
    label,
    hint,
    type: "textarea",
    rows: 3,
    optional: true,
    defaultValue: entries.join("\n"),
  });
  return [
    list("allowNetworks", "Allow networks", "One a line: 203.0.113.0/24", rules.allowNetworks),
    list("denyNetworks", "Deny networks", "One a line: 2001:db8::/32", rules.denyNetworks),
    list("allowCountries", "Allow countries", "Two letters each: IN, NP", rules.allowCountries),
    list("denyCountries", "Deny countries", "Two letters each", rules.denyCountries),
    {
      name: "unknownCountry",
      label: "An unknown country",
      hint: "Asked only where countries are listed",
      type: "select",
      defaultValue: rules.unknownCountry,
      options: [
        { value: "allow", label: "is let in" },
        { value: "deny", label: "is kept out" },
      ],
    },
  ];
}

function factsOf(rules: AccessRules): (readonly [string, string])[] {
  const listed = (entries: readonly string[]) => (entries.length > 0 ? entries.join(", ") : "none");
  return [
    ["Allowed networks", listed(rules.allowNetworks)],
    ["Denied networks", listed(rules.denyNetworks)],
    ["Allowed countries", listed(rules.allowCountries)],
    ["Denied countries", listed(rules.denyCountries)],
    ["An unknown country", rules.unknownCountry === "allow" ? "is let in" : "is kept out"],
  ];
}
