import { outcomeOf } from "@stoa/api/http/problem";
import { mustBeSameOrigin } from "@stoa/api/http/same-origin";
import { HTTP_STATUS } from "@stoa/kit";
import { adminEnv } from "../../../../env.ts";
import { api } from "../../../../server/api.ts";
import { auditFilters } from "../filters.ts";

/** The entries of a filter as a file. */
export async function POST(request: Request): Promise<Response> {
  const outcome = await outcomeOf(exported(request));
  if (!outcome.ok) return new Response(outcome.problem.message, { status: HTTP_STATUS[outcome.problem.kind] });
  return new Response(outcome.data.csv, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${outcome.data.filename}"`,
      "X-Complete": String(outcome.data.complete),
    },
  });
}

async function exported(request: Request) {
  mustBeSameOrigin(request, [adminEnv().adminUrl]);
  const form = await request.formData();
  const params = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  return (await api()).audit.export(auditFilters(params));
}
