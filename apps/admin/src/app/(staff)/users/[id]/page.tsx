import { outcomeOf } from "@stoa/api/http/problem";
import { Badge } from "@stoa/ui/badge";
import { Callout } from "@stoa/ui/callout";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Facts } from "../../../../parts/facts.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { Way } from "../../../../parts/way.tsx";
import { When } from "../../../../parts/when.tsx";
import { api } from "../../../../server/api.ts";
import { href } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { Blocking } from "./blocking.tsx";
import { Purchases } from "./purchases.tsx";
import { Roles } from "./roles.tsx";
import { Sessions } from "./sessions.tsx";

export const metadata: Metadata = { title: "Person" };

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const me = await mustBeColleague();
  const [user, sessions] = await read((caller) =>
    Promise.all([caller.identity.users.get({ id }), caller.identity.users.sessions({ id })]),
  );
  const orders = await outcomeOf((await api()).orders.listAll({ q: user.email, limit: 20 }));
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "People", href: "/users" }, { label: user.id }]} />}
        title={user.name}
        actions={user.blocked ? <Badge tone="bad">blocked</Badge> : <Badge tone="good">active</Badge>}
      />
      {user.blockedAt ? (
        <div className="pb-6">
          <Callout tone="bad" title="This account is blocked.">
            Since <When at={user.blockedAt} />: {user.blockedReason}
          </Callout>
        </div>
      ) : null}
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
        <Section title="Account">
          <Facts
            rows={[
              ["E-mail", `${user.email}${user.emailVerified ? "" : " (not confirmed)"}`],
              ["Second factor", user.secondFactor ? "on" : "off"],
              ["Language", user.locale],
              ["Country", user.country ?? "–"],
              ["Time zone", user.timeZone],
              ["Since", <When key="s" at={user.createdAt} />],
              ["Last seen", <When key="l" at={user.lastSeenAt} />],
              [
                "On record",
                <RowLink key="a" href={href("/audit", { subjectKind: "user", subjectId: user.id })}>
                  What was done to this account
                </RowLink>,
              ],
              [
                "Their own record",
                <RowLink key="b" href={href("/audit", { actorId: user.id })}>
                  What this person did
                </RowLink>,
              ],
            ]}
          />
          {me.permissions.has("user:block") && me.id !== user.id ? (
            <Blocking id={user.id} blocked={user.blocked} />
          ) : null}
        </Section>
        <Section title="Roles">
          <Roles id={user.id} roles={user.roles} mayChange={me.permissions.has("user:grant_role")} />
        </Section>
        <Section title="Sessions">
          <Sessions id={user.id} sessions={sessions.items} mayEnd={me.permissions.has("user:block")} />
        </Section>
        <Section title="Purchases">{orders.ok ? <Purchases orders={orders.data} email={user.email} /> : null}</Section>
      </div>
    </>
  );
}
