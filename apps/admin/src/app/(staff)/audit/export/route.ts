import { csvHandler } from "@stoa/api/http/csv-handler";
import { face } from "../../../../server/auth.ts";
import { auditFilters } from "../filters.ts";

/** The entries of a filter as a file. */
export const POST = csvHandler({
  face,
  path: "/audit/export",
  permission: "audit:export",
  file: (caller, fields) => caller.audit.export(auditFilters(fields)),
});
