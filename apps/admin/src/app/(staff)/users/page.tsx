import { ROLES } from "@stoa/api/identity/policy";
import { listUsersInput } from "@stoa/api/identity/schemas";
import { Badge } from "@stoa/ui/badge";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ExportForm } from "../../../parts/export-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { When } from "../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";

export const metadata: Metadata = { title: "People" };

const SORTS = listUsersInput.shape.sort.unwrap().options;
const STATES = ["active", "unverified", "blocked"] as const;

export default async function UsersPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const sort = oneOf(params.sort, SORTS) ?? "-since";
  const page = await read((caller) =>
    caller.identity.users.list({
      cursor: params.cursor,
      limit: 50,
      sort,
      q: params.q,
      role: oneOf(params.role, ROLES),
      state: oneOf(params.state, STATES),
    }),
  );
  return (
    <>
      <PageHeader title="People" actions={<ExportForm list="people" filters={params} />} />
      <Filters
        action="/users"
        params={params}
        texts={[{ name: "q", label: "Find", hint: "A part of the name or the address, or an id" }]}
        choices={[
          { name: "role", label: "Role", any: "Any role", options: ROLES.map((value) => ({ value, label: value })) },
          {
            name: "state",
            label: "State",
            any: "Any state",
            options: STATES.map((value) => ({ value, label: value })),
          },
        ]}
      />
      <List
        caption="People"
        path="/users"
        params={params}
        page={page}
        sorted={sort}
        keyOf={(user) => user.id}
        empty={{
          title: "Nobody found.",
          hint: "Guests have no account until they claim a purchase; look for their order.",
        }}
        columns={[
          {
            head: "Name",
            sort: "name",
            cell: (user) => <RowLink href={`/users/${user.id}`}>{user.name}</RowLink>,
          },
          { head: "E-mail", sort: "email", cell: (user) => user.email },
          { head: "State", cell: (user) => <PersonState {...user} /> },
          { head: "Roles", cell: (user) => user.roles.join(", ") },
          { head: "Since", sort: "since", cell: (user) => <When at={user.createdAt} /> },
        ]}
      />
    </>
  );
}

function PersonState({ blocked, emailVerified }: { blocked: boolean; emailVerified: boolean }) {
  if (blocked) return <Badge tone="bad">blocked</Badge>;
  return emailVerified ? <Badge tone="good">active</Badge> : <Badge tone="waiting">unverified</Badge>;
}
