import type { PayoutRow } from "@stoa/api/payouts/schemas";
import { formatMoney } from "@stoa/kit";
import { Amount } from "../../../parts/amount.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { inPayoutWords } from "./words.ts";

/** How a payout is called among those that can still be decided; null when it is too late. */
export function nameToDecide({ status, payeeName, amount }: PayoutRow): string | null {
  return status === "requested" || status === "approved" ? `${payeeName}, ${formatMoney(amount, "en-GB")}` : null;
}

/** Payouts in rows, wherever they are listed. */
export function PayoutList({
  path,
  params,
  page,
  hint,
  choose,
}: {
  path: string;
  params?: Readonly<Record<string, string>>;
  page: { items: readonly PayoutRow[]; nextCursor?: string | null };
  hint: string;
  /** The form of what is done with many. */
  choose?: string;
}) {
  return (
    <List
      caption="Payouts"
      path={path}
      {...(params ? { params } : {})}
      page={page}
      keyOf={(payout) => payout.id}
      {...(choose ? { choose: { form: choose, nameOf: nameToDecide } } : {})}
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
