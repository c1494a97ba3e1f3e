import type { CheckedFile } from "@stoa/api/coupons/schemas";
import { Callout } from "@stoa/ui/callout";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { issueInWords } from "./issue-in-words.ts";

/** Everything that is wrong in a file, by line and column. */
export function Faults({ faults }: { faults: CheckedFile["faults"] }) {
  return (
    <>
      <Callout tone="bad" live title={`${faults.length} faults. Nothing was done.`} />
      <Table caption="What is wrong in the file" dense>
        <TableHead>
          <Th numeric>Line</Th>
          <Th>Column</Th>
          <Th>What is wrong</Th>
        </TableHead>
        <TableBody>
          {faults.map(({ line, column, message }) => (
            <Tr key={`${line} ${column} ${message}`}>
              <Td numeric>{line}</Td>
              <Td>{column ?? "–"}</Td>
              <Td>{issueInWords(message)}</Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
