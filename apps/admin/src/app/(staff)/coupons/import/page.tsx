import { randomUUID } from "node:crypto";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { FileColumns } from "../../../../parts/file-columns.tsx";
import { Way } from "../../../../parts/way.tsx";
import { mustBeColleague } from "../../../../server/session.ts";
import { ImportForm } from "./import-form.tsx";

export const metadata: Metadata = { title: "Import coupons" };

const COLUMNS = [
  ["label", "what it is for, for staff; needed"],
  ["discount", "percentage or amount; needed"],
  ["percent", "as in 12.5, of a percentage"],
  ["amount, currency", "as in 5.00 and EUR, of an amount"],
  ["scope", "all_courses, courses or instructor; needed"],
  ["courses", "their slugs or ids, with semicolons between them"],
  ["instructor", "the teacher’s id"],
  ["code", "empty: one that nobody can guess"],
  ["maxRedemptions, perPerson", "whole numbers; empty: without end"],
  ["startsAt, endsAt", "days as in 2027-01-31, in UTC; empty: from now, without end"],
  ["returnsOnRefund", "true or false"],
] as const;

export default async function ImportCouponsPage() {
  const me = await mustBeColleague();
  if (!me.permissions.has("coupon:manage")) forbidden();
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Coupons", href: "/coupons" }, { label: "Import" }]} />}
        title="Import coupons"
        lead="A file is read whole before anything is made. With one fault in it nothing is made; without one, all is."
      />
      <div className="grid grid-cols-1 gap-10">
        <ImportForm formKey={randomUUID()} />
        <FileColumns columns={COLUMNS}>
          A line of headings, then one coupon a line, at most 500. An export of coupons is such a file.
        </FileColumns>
      </div>
    </>
  );
}
