import type { MailRow } from "@stoa/api/notifications/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../forms/act-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { type Column, List } from "../../../parts/list.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { href, oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { retryMail } from "./actions.ts";

export const metadata: Metadata = { title: "Mail" };

const STATES = ["queued", "sent", "failed"] as const;

const RETRY: Column<MailRow> = {
  head: "Do",
  cell: (mail) =>
    mail.status === "failed" ? (
      <ActForm
        id={`retry-${mail.id}`}
        action={retryMail}
        hidden={{ id: mail.id }}
        submit="Try again"
        busy="Queueing…"
        look="secondary"
        size="sm"
      />
    ) : null,
};

export default async function MailsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) =>
    caller.notifications.mails.list({
      cursor: params.cursor,
      limit: 50,
      status: oneOf(params.status, STATES),
      template: params.template,
      recipient: params.recipient,
    }),
  );
  return (
    <>
      <PageHeader
        title="Mail"
        lead="Every mail that was asked for, and what became of it. One business event mails once."
      />
      <Filters
        action="/mails"
        params={params}
        texts={[
          { name: "recipient", label: "To", hint: "The whole address" },
          { name: "template", label: "Template", hint: "order-receipt" },
        ]}
        choices={[{ name: "status", label: "State", any: "Any state", options: stateOptions(STATES) }]}
      />
      <List
        caption="Mails, the newest first"
        path="/mails"
        params={params}
        page={page}
        keyOf={(mail) => mail.id}
        empty={{ title: "No mail yet.", hint: "The first goes out with the first sign-up or sale." }}
        noMatch="Loosen the filters; the address is looked for whole."
        columns={[
          {
            head: "Mail",
            cell: (mail) => (
              <RowLink href={href("/audit", { correlationId: mail.correlationId })}>
                {mail.subject ?? mail.template}
              </RowLink>
            ),
          },
          { head: "State", cell: (mail) => <StateBadge state={mail.status} /> },
          ...(page.items.some((mail) => mail.status === "failed") ? [RETRY] : []),
          { head: "To", cell: (mail) => mail.recipient },
          { head: "Template", cell: (mail) => mail.template },
          { head: "Tries", numeric: true, cell: (mail) => mail.attempts },
          { head: "Asked for", cell: (mail) => <When at={mail.createdAt} /> },
          { head: "Sent", cell: (mail) => <When at={mail.sentAt} /> },
          { head: "Last error", cell: (mail) => mail.lastError ?? "–" },
        ]}
      />
    </>
  );
}
