import type { Creative } from "@stoa/api/affiliates/schemas";
import { ActForm } from "../../../../forms/act-form.tsx";
import { addCreative, retireCreative } from "../actions.ts";
import { KeptRows } from "../kept-rows.tsx";

/** Words that affiliates may use, each with the page it leads to. */
export function Creatives({ creatives, mayWrite }: { creatives: readonly Creative[]; mayWrite: boolean }) {
  return (
    <KeptRows
      caption="Words and where they lead"
      rows={creatives}
      columns={[
        { head: "Title", cell: ({ title }) => title },
        { head: "Words", cell: ({ body }) => body },
        { head: "Leads to", cell: ({ path }) => path },
      ]}
      none="None yet."
      removal={mayWrite ? { action: retireCreative, field: "creativeId", submit: "Take out" } : null}
    >
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
    </KeptRows>
  );
}
