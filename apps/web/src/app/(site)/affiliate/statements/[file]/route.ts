import { outcomeOf } from "@stoa/api/http/problem";
import { HTTP_STATUS } from "@stoa/kit";
import { statementFile } from "../../../../../affiliate/months.ts";
import { type Api, api } from "../../../../../server/api.ts";

/** A statement of the signed-in affiliate: `2026-11-EUR.pdf`, or `.csv` for a spreadsheet. */
export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const asked = statementFile((await params).file);
  if (asked === null) return new Response(null, { status: 404 });
  const { kind, ...period } = asked;
  const found = await outcomeOf(kind === "pdf" ? paper(await api(), period) : sheet(await api(), period));
  if (!found.ok) return new Response(found.problem.message, { status: HTTP_STATUS[found.problem.kind] });
  const { body, filename, type } = found.data;
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${filename}"`,
      "Cache-Control": "private, no-store",
    },
  });
}

type Period = Parameters<Api["affiliates"]["statementPdf"]>[0];

interface File {
  body: BodyInit;
  filename: string;
  type: string;
}

async function paper({ affiliates }: Api, period: Period): Promise<File> {
  const { pdf, filename } = await affiliates.statementPdf(period);
  return { body: Buffer.from(pdf, "base64"), filename, type: "application/pdf" };
}

async function sheet({ affiliates }: Api, period: Period): Promise<File> {
  const { csv, filename } = await affiliates.statementCsv(period);
  return { body: csv, filename, type: "text/csv; charset=utf-8" };
}
