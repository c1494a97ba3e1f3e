import type { Creative } from "@stoa/api/affiliates/schemas";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { ActForm } from "../../../../forms/act-form.tsx";
import { addCreative, retireCreative } from "../actions.ts";

/** Words that affiliates may use, each with the page it leads to. */
export function Creatives({ creatives, mayWrite }: { creatives: readonly Creative[]; mayWrite: boolean }) {
  return (
    <div className="grid gap-6">
      {creatives.length === 0 ? <p className="text-ink-soft text-sm">None yet.</p> : null}
      {creatives.length > 0 ? (
        <Table caption="Words and where they lead" dense>
          <TableHead>
            <Th>Title</Th>
            <Th>Words</Th>
            <Th>Leads to</Th>
            <Th>
              <span className="sr-only">Taking out</span>
            </Th>
          </TableHead>
          <TableBody>
            {creatives.map(({ id, title, body, path }) => (
              <Tr key={id}>
                <Td>{title}</Td>
                <Td className="max-w-prose">{body}</Td>
                <Td>{path}</Td>
                <Td>
                  {mayWrite ? (
                    <ActForm
                      id={`retire-${id}`}
                      action={retireCreative}
                      hidden={{ creativeId: id }}
                      submit="Take out"
                      look="quiet"
                      size="sm"
                    />
                  ) : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      ) : null}
      {mayWrite ? (
        <ActForm
          id="creative"
          action={addCreative}
          again
          className="grid max-w-3xl gap-5"
          fields={[
            { name: "title", label: "Title" },
            { name: "body", label: "Words", type: "textarea", rows: 3 },
            { name: "path", label: "Page it leads to", hint: "Its path, such as /courses/drawing" },
          ]}
          submit="Add"
          busy="Adding…"
          look="secondary"
        />
      ) : null}
    </div>
  );
}
