import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { RowLink } from "../../parts/row-link.tsx";

/** A colleague whose role does not reach this room. */
export default function Forbidden() {
  return (
    <>
      <PageHeader title="Not with your role" />
      <EmptyState title="This room is closed to your role." action={<RowLink href="/">To the overview</RowLink>}>
        Nothing was shown and nothing was changed. An owner can give you a role that opens it.
      </EmptyState>
    </>
  );
}
