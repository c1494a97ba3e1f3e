import { Badge } from "@stoa/ui/badge";
import { BarChart, LineChart } from "@stoa/ui/chart";
import { JsonView } from "@stoa/ui/code-view";
import { CopyButton } from "@stoa/ui/copy-button";
import { PageHeader } from "@stoa/ui/page-header";
import { Pager } from "@stoa/ui/pager";
import { RowKeys } from "@stoa/ui/row-keys";
import { Stat, StatRow } from "@stoa/ui/stat";
import { SortTh, Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { TextLink } from "@stoa/ui/text-link";
import { Timeline } from "@stoa/ui/timeline";
import { Section, Specimen } from "./section.tsx";

const ORDERS = [
  { id: "ord_01k0", buyer: "chrysippus@example.org", total: "€49.00", status: "good" as const, word: "Paid" },
  { id: "ord_01jz", buyer: "hypatia@example.org", total: "€1,120.00", status: "waiting" as const, word: "Pending" },
  { id: "ord_01jy", buyer: "cato@example.org", total: "€9.00", status: "bad" as const, word: "Disputed" },
];
const SALES = [4, 9, 7, 12, 0, 3, 15, 18, 11, 21, 17, 24].map((value, index) => ({ label: `${index + 1} Nov`, value }));

export function Work() {
  return (
    <Section title="Work">
      <Specimen name="Figures">
        <StatRow>
          <Stat label="Sold today" value="€1,178.00" note="12% more than last Saturday" tone="good" />
          <Stat label="Webhook lag" value="0.4 s" />
          <Stat label="Failed syncs" value="3" note="in the last hour" tone="bad" />
        </StatRow>
      </Specimen>
      {[false, true].map((dense) => (
        <Specimen key={String(dense)} name={dense ? "Table, dense" : "Table"}>
          <div className="w-full">
            <RowKeys>
              <Table caption={dense ? "Orders, dense" : "Orders"} dense={dense}>
                <TableHead>
                  <SortTh href="#id" sorted="descending">
                    Order
                  </SortTh>
                  <Th>Buyer</Th>
                  <Th>Status</Th>
                  <SortTh href="#total" sorted="none" numeric>
                    Total
                  </SortTh>
                </TableHead>
                <TableBody>
                  {ORDERS.map((order) => (
                    <Tr key={order.id}>
                      <Td>
                        <TextLink quiet href="#order">
                          {order.id}
                        </TextLink>
                      </Td>
                      <Td>{order.buyer}</Td>
                      <Td>
                        <Badge tone={order.status}>{order.word}</Badge>
                      </Td>
                      <Td numeric>{order.total}</Td>
                    </Tr>
                  ))}
                </TableBody>
              </Table>
            </RowKeys>
            <Pager
              label={dense ? "Pages, dense" : "Pages"}
              firstHref={dense ? "#first" : null}
              nextHref="#next"
              firstLabel="Newest"
              nextLabel="Older"
              endLabel="That is all."
            />
          </div>
        </Specimen>
      ))}
      <div className="grid gap-8 md:grid-cols-2">
        <BarChart
          title="Orders a day"
          points={SALES}
          format={String}
          columns={["Day", "Orders"]}
          tableLabel="As a table"
        />
        <LineChart
          title="Webhook lag"
          points={SALES}
          format={(value) => `${value} s`}
          columns={["Day", "Seconds"]}
          tableLabel="As a table"
        />
      </div>
      <div className="grid gap-8 md:grid-cols-2">
        <Timeline
          events={[
            { id: "1", title: "Order placed", time: "10:02:11", detail: "By a guest, from Greece." },
            { id: "2", title: "Waiting for the bank", time: "10:02:14", tone: "waiting" },
            { id: "3", title: "Paid", time: "10:03:40", tone: "good", detail: "€49.00 through Stripe." },
            { id: "4", title: "LMS refused", time: "10:03:41", tone: "bad", detail: "503. Tried again in 8 s." },
            { id: "5", title: "Enrolled", time: "10:03:50", tone: "info" },
          ]}
        />
        <JsonView
          label="checkout.session.completed"
          value={{ id: "evt_1", type: "checkout.session.completed", livemode: false }}
          action={<CopyButton text="evt_1" label="Copy" copiedLabel="Copied" />}
        />
      </div>
      <PageHeader title="Orders" lead="Everything sold, newest first." />
    </Section>
  );
}
