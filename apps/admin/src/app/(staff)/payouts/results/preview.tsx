import type { CheckedResults } from "@stoa/api/payouts/schemas";
import { formatMoney } from "@stoa/kit";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";

/** What a file would change. */
export function Preview({ checked: { results } }: { checked: CheckedResults }) {
  return (
    <Table caption="What the file would change" captionVisible dense>
      <TableHead>
        <Th numeric>Line</Th>
        <Th>Payout</Th>
        <Th>Outcome</Th>
        <Th numeric>Amount</Th>
        <Th>Reference</Th>
        <Th>What follows</Th>
      </TableHead>
      <TableBody>
        {results.map(({ line, payoutId, outcome, amount, reference, unchanged }) => (
          <Tr key={line}>
            <Td numeric>{line}</Td>
            <Td>…{payoutId.slice(-8)}</Td>
            <Td>{outcome}</Td>
            <Td numeric>{formatMoney(amount, "en-GB")}</Td>
            <Td>{reference}</Td>
            <Td>{unchanged ? "nothing: known already" : FOLLOWS[outcome]}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

const FOLLOWS = { paid: "leaves the books as paid", returned: "is owed to the payee again" } as const;
