import type { PayoutRow } from "@stoa/api/payouts/schemas";
import { Amount } from "../../../parts/amount.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { inPayoutWords } from "./words.ts";

/** Payouts in rows, wherever they are listed. */
export function PayoutList({
  path,
  params,
  page,
  hint,
}: {
  path: string;
  params?: Readonly<Record<string, string>>;
  page: { items: readonly PayoutRow[]; nextCursor?: string | null };
  hint: string;
}) {
  return (
    <List
      caption="Payouts"
      path={path}
      {...(params ? { params } : {})}
      page={page}
      keyOf={(payout) => payout.id}
      empty={{ title: "No payouts here.", hint }}
      noMatch="No payout is in this state."
      columns={[
        { head: "Payee", cell: ({ id, payeeName }) => <RowLink href={`/payouts/${id}`}>{payeeName}</RowLink> },
        { head: "E-mail", cell: ({ payeeEmail }) => payeeEmail },
        { head: "State", cell: ({ status }) => <StateBadge state={inPayoutWords(status)} /> },
        { head: "Amount", numeric: true, cell: ({ amount }) => <Amount value={amount} /> },
        { head: "To", cell: ({ gateway, accountHint }) => `${gateway}, ${accountHint}` },
        { head: "Asked for", cell: ({ createdAt }) => <When at={createdAt} /> },
      ]}
    />
  );
}
