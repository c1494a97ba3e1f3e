import type { Permission } from "@stoa/api/identity/policy";
import { Button } from "@stoa/ui/button";
import { mustBeColleague } from "../server/session.ts";

/**
 * Takes a list away as a file, with the filters of its screen. Posted, because taking a copy away is itself written down;
 * shown to those who may.
 */
export async function ExportForm({
  list,
  needs = "data:export",
  filters = {},
  label = "Export as CSV",
}: {
  list: string;
  needs?: Permission;
  filters?: Readonly<Record<string, string | undefined>>;
  label?: string;
}) {
  const me = await mustBeColleague();
  if (!me.permissions.has(needs)) return null;
  return (
    <form method="post" action={`/export/${list}`}>
      {Object.entries(filters).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      <Button type="submit" look="secondary" size="sm">
        {label}
      </Button>
    </form>
  );
}
