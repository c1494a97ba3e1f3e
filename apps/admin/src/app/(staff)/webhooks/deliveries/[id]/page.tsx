import type { DeliveryView } from "@stoa/api/webhooks/schemas";
import { CodeView } from "@stoa/ui/code-view";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../../../forms/act-form.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { Section } from "../../../../../parts/section.tsx";
import { StateBadge } from "../../../../../parts/state-badge.tsx";
import { Way } from "../../../../../parts/way.tsx";
import { When } from "../../../../../parts/when.tsx";
import { read } from "../../../../../server/read.ts";
import { mustBeColleague } from "../../../../../server/session.ts";
import { replay } from "../../actions.ts";
import { deliveryState } from "../../words.ts";

export const metadata: Metadata = { title: "Delivery" };

/** One event for one endpoint: what is posted, and what came back each time. */
export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const [me, { id }] = [await mustBeColleague(), await params];
  const delivery = await read((caller) => caller.webhooks.delivery({ id }));
  return (
    <>
      <PageHeader
        way={
          <Way
            crumbs={[
              { label: "Webhooks", href: "/webhooks" },
              { label: "Endpoint", href: `/webhooks/${delivery.endpointId}` },
              { label: delivery.messageId },
            ]}
          />
        }
        title={delivery.type}
        actions={<StateBadge state={deliveryState(delivery)} />}
      />
      <div className="grid grid-cols-1 gap-8">
        <Facts
          rows={[
            ["To", delivery.endpointUrl],
            ["webhook-id", delivery.messageId],
            ["Happened", <When key="h" at={delivery.createdAt} exact />],
            ["Delivered", <When key="d" at={delivery.deliveredAt} exact />],
            ["Next try", <When key="n" at={delivery.nextAttemptAt} exact />],
            ["Tries", delivery.attempts],
          ]}
        />
        {me.permissions.has("webhook:manage") ? (
          <ActForm
            id="replay"
            action={replay}
            hidden={{ id }}
            submit="Send it once more"
            busy="Queueing…"
            look="secondary"
          />
        ) : null}
        <CodeView label="What is posted" code={JSON.stringify(JSON.parse(delivery.body), null, 2)} />
        <Section title="Tries">
          <Tries tries={delivery.tries} />
        </Section>
      </div>
    </>
  );
}

function Tries({ tries }: Pick<DeliveryView, "tries">) {
  if (tries.length === 0) return <p className="text-ink-soft">None yet.</p>;
  return (
    <ol className="grid gap-6">
      {tries.map(({ id, at, status, error, response, latencyMs }) => (
        <li key={id} className="grid gap-2 border-line border-l-2 pl-4">
          <p className="flex flex-wrap items-baseline gap-x-4 text-sm">
            <strong className="figures">{status ?? "no answer"}</strong>
            <When at={at} exact />
            <span className="figures text-ink-faint">{latencyMs.toLocaleString("en-GB")} ms</span>
          </p>
          {error ? <p className="break-words text-ink-soft text-sm">{error}</p> : null}
          {response ? <CodeView label="The beginning of the answer" code={response} /> : null}
        </li>
      ))}
    </ol>
  );
}
