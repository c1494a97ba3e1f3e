import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { RowLink } from "../../parts/row-link.tsx";

export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState title="There is no such record." action={<RowLink href="/">To the overview</RowLink>}>
        The id may be cut short or of another installation. Ctrl K opens any room.
      </EmptyState>
    </>
  );
}
