import type { RefundPreview } from "@stoa/api/checkout/refunds/schemas";
import { Amount } from "../../../../../parts/amount.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { List } from "../../../../../parts/list.tsx";
import { RowLink } from "../../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../../parts/state-badge.tsx";

type Line = RefundPreview["lines"][number];

/** Every effect of a refund, from the plan that the booking carries out. */
export function RefundEffects({ orderId, preview }: { orderId: string; preview: RefundPreview }) {
  const { creditNote, owed, onItsWay } = preview;
  return (
    <>
      <List
        caption="What goes back of each line"
        path={`/orders/${orderId}/refund`}
        page={{ items: preview.lines }}
        keyOf={(line) => line.lineId}
        empty={{ title: "No lines.", hint: "An order always has lines." }}
        columns={[
          { head: "What", cell: (line) => line.title },
          { head: "Without tax", numeric: true, cell: (line) => <Amount value={line.net} /> },
          { head: "Tax", numeric: true, cell: (line) => <Amount value={line.tax} /> },
          { head: "Goes back", numeric: true, cell: (line) => <Amount value={line.total} /> },
          { head: "Access", cell: (line) => <span className="block min-w-44">{accessOf(line)}</span> },
          { head: "Beside it", cell: (line) => <Beside line={line} /> },
        ]}
      />
      <Facts
        rows={[
          ["The buyer gets", <Amount key="a" value={preview.amount} />],
          ...(owed.amount > 0 ? [["Of it, owed since a refund failed", <Amount key="o" value={owed} />] as const] : []),
          ...(onItsWay.amount > 0
            ? [["On its way already, beside this", <Amount key="w" value={onItsWay} />] as const]
            : []),
          [
            "Credit note",
            creditNote ? <Amount key="c" value={creditNote.total} /> : "none: nothing of the sale is undone",
          ],
          ["The order is then", <StateBadge key="s" state={preview.order.status} />],
          ["Refunded in all", <Amount key="r" value={preview.order.refunded} />],
          ...(preview.couponReturned ? [["Coupon", "its use is given back"] as const] : []),
        ]}
      />
    </>
  );
}

function accessOf(line: Line): string {
  if (!line.ends) return "stays as it is";
  if (line.keptByAnother) return "stays, by another purchase or grant";
  const lms = line.lmsTold ? ", the LMS is told" : "";
  return line.enrolmentsClosed > 0 ? `ends, the enrolment closes${lms}` : "ends";
}

function Beside({ line: { commissions, grantReturned } }: { line: Line }) {
  if (commissions.length === 0 && grantReturned.amount === 0) return <span className="text-ink-faint">–</span>;
  return (
    <ul className="grid gap-0.5">
      {commissions.map(({ affiliateId, amount }) => (
        <li key={affiliateId}>
          <RowLink href={`/affiliates/${affiliateId}`}>Commission</RowLink> −<Amount value={amount} />
        </li>
      ))}
      {grantReturned.amount > 0 ? (
        <li>
          Back to the grant’s fund: <Amount value={grantReturned} />
        </li>
      ) : null}
    </ul>
  );
}
