import { DELIVERY_STATUSES, type EndpointView } from "@stoa/api/webhooks/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Facts } from "../../../../parts/facts.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { Way } from "../../../../parts/way.tsx";
import { When } from "../../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { EndpointForm } from "../endpoint-form.tsx";
import { endpointState, pauseWords } from "../words.ts";
import { Deliveries } from "./deliveries.tsx";
import { Steps } from "./steps.tsx";

export const metadata: Metadata = { title: "Endpoint" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Search;
}

/** One system that is told: what it took, what it missed, and what can be done about it. */
export default async function EndpointPage({ params, searchParams }: Props) {
  const [me, { id }, view] = [await mustBeColleague(), await params, await plain(searchParams)];
  const endpoint = await read((caller) => caller.webhooks.endpoint({ id }));
  const status = oneOf(view.status, DELIVERY_STATUSES);
  const page = await read((caller) =>
    caller.webhooks.deliveries({ endpointId: id, status, cursor: view.cursor, limit: 25 }),
  );
  const mayManage = me.permissions.has("webhook:manage");
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Webhooks", href: "/webhooks" }, { label: endpoint.description }]} />}
        title={endpoint.description}
        actions={<StateBadge state={endpointState(endpoint)} />}
      />
      <div className="grid grid-cols-1 gap-10">
        <Facts rows={rowsOf(endpoint)} />
        {mayManage ? <Steps endpoint={endpoint} /> : null}
        <Section title="Deliveries" anchor="deliveries">
          <Deliveries endpointId={id} page={page} params={view} />
        </Section>
        {mayManage ? (
          <Section title="Change it">
            <EndpointForm endpoint={endpoint} />
          </Section>
        ) : null}
      </div>
    </>
  );
}

function rowsOf({ url, eventTypes, counts, pause, pausedAt, failingSince, previousSecretUntil }: EndpointView) {
  return [
    ["Address", url],
    ["Told of", eventTypes.join(", ")],
    [
      "Deliveries",
      `${counts.delivered} delivered, ${counts.pending} under way, ${counts.failed} failed, ${counts.held} held`,
    ],
    ...(pause ? ([["Paused", pauseWords(pause)]] as const) : []),
    ...(pausedAt ? ([["Paused at", <When key="p" at={pausedAt} exact />]] as const) : []),
    ...(failingSince ? ([["Takes nothing since", <When key="f" at={failingSince} exact />]] as const) : []),
    ...(previousSecretUntil
      ? ([["The old secret signs until", <When key="s" at={previousSecretUntil} exact />]] as const)
      : []),
  ] as const;
}
