import type { CreditNoteList } from "@stoa/api/orders/schemas";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { When } from "../../../../parts/when.tsx";

/** The documents that take an order's invoice back. */
export function CreditNoteLinks({ orderId, notes }: { orderId: string; notes: CreditNoteList }) {
  if (notes.items.length === 0) return null;
  return (
    <List
      caption="Credit notes"
      path={`/orders/${orderId}`}
      page={notes}
      keyOf={(note) => note.number}
      empty={{ title: "No credit notes.", hint: "A refund makes one." }}
      columns={[
        {
          head: "Credit note",
          cell: (note) => (
            <a href={`/orders/${orderId}/credit-notes/${note.number}`} className="text-aegean underline">
              {note.number}
            </a>
          ),
        },
        { head: "Because of", cell: (note) => (note.because === "refund" ? "a refund" : "a lost dispute") },
        { head: "Credited", numeric: true, cell: (note) => <Amount value={note.total} /> },
        { head: "Issued", cell: (note) => <When at={note.issuedAt} /> },
      ]}
    />
  );
}
