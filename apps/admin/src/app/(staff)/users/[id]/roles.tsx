import { ROLES, type Role } from "@stoa/api/identity/policy";
import { ActForm } from "../../../../forms/act-form.tsx";
import { grantRole, revokeRole } from "./actions.ts";

/** What a person may do, by the names of their roles. Changing them signs the person out. */
export function Roles({ id, roles, mayChange }: { id: string; roles: readonly Role[]; mayChange: boolean }) {
  const others = ROLES.filter((role) => !roles.includes(role));
  return (
    <>
      <ul className="divide-y divide-line border-line border-y text-sm">
        {roles.map((role) => (
          <li key={role} className="flex min-h-11 flex-wrap items-center justify-between gap-4 py-1.5">
            {role}
            {mayChange && role !== "learner" ? (
              <ActForm
                id={`revoke-${role}`}
                action={revokeRole}
                hidden={{ id, role }}
                submit={`Take ${role} away`}
                busy="One moment…"
                look="danger"
                size="sm"
              />
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange && others.length > 0 ? (
        <ActForm
          id="grant"
          inline
          action={grantRole}
          hidden={{ id }}
          fields={[
            {
              name: "role",
              label: "One more role",
              type: "select",
              options: others.map((role) => ({ value: role, label: role })),
            },
          ]}
          submit="Give the role"
          busy="One moment…"
          look="secondary"
        />
      ) : (
        <p className="text-ink-faint text-sm">Owners give and take roles.</p>
      )}
    </>
  );
}
