import type { CheckedFile } from "@stoa/api/coupons/schemas";
import { formatMoney } from "@stoa/kit";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";

const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 2 });
const SCOPES = { all_courses: "every course", courses: "some courses", instructor: "one teacher’s courses" } as const;

/** What a file would make. */
export function Preview({ checked: { coupons } }: { checked: CheckedFile }) {
  return (
    <Table caption="What the file would make" captionVisible dense>
      <TableHead>
        <Th numeric>Line</Th>
        <Th>Code</Th>
        <Th>What it is for</Th>
        <Th>Takes off</Th>
        <Th>For</Th>
        <Th numeric>Uses</Th>
        <Th>Until</Th>
      </TableHead>
      <TableBody>
        {coupons.map(({ line, code, label, discount, scope, maxRedemptions, endsAt }) => (
          <Tr key={line}>
            <Td numeric>{line}</Td>
            <Td>{code ?? "one that nobody can guess"}</Td>
            <Td>{label}</Td>
            <Td>
              {discount.kind === "percentage"
                ? percent.format(discount.rateBps / 10_000)
                : formatMoney(discount.amount, "en-GB")}
            </Td>
            <Td>{SCOPES[scope]}</Td>
            <Td numeric>{maxRedemptions ?? "–"}</Td>
            <Td>{endsAt ? endsAt.toISOString().slice(0, 10) : "–"}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
