import { PageHeader } from "@stoa/ui/page-header";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import type { Metadata } from "next";
import { RowLink } from "../../../parts/row-link.tsx";
import { Section } from "../../../parts/section.tsx";
import { href, oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { DeadLetters } from "./dead-letters.tsx";
import { inWords } from "./in-words.ts";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const { items: queues } = await read((caller) => caller.reporting.queues.list());
  const queue = oneOf(
    params.queue,
    queues.map((each) => each.queue),
  );
  const dead = await read((caller) => caller.reporting.queues.dead({ queue, cursor: params.cursor, limit: 20 }));
  return (
    <>
      <PageHeader
        title="Queues"
        lead="Jobs that follow from a commit, by queue. Each is done once, however often it is run."
      />
      <div className="grid grid-cols-1 gap-10">
        <Table caption="Jobs by queue" dense>
          <TableHead>
            <Th>Queue</Th>
            <Th numeric>Due</Th>
            <Th numeric>At work</Th>
            <Th numeric>For later</Th>
            <Th numeric>Given up</Th>
            <Th numeric>Oldest waits</Th>
          </TableHead>
          <TableBody>
            {queues.map((each) => (
              <Tr key={each.queue}>
                <Td>{each.queue}</Td>
                <Td numeric>{each.unsent}</Td>
                <Td numeric>{each.unacked}</Td>
                <Td numeric>{each.waiting}</Td>
                <Td numeric>
                  {each.dead > 0 ? <RowLink href={href("/queues", { queue: each.queue })}>{each.dead}</RowLink> : 0}
                </Td>
                <Td numeric>{inWords(each.oldestSeconds)}</Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
        <Section title={queue ? `Given up in ${queue}` : "Given up"}>
          <DeadLetters page={dead} params={params} />
        </Section>
      </div>
    </>
  );
}
