import { outcomeOf } from "@stoa/api/http/problem";
import { HTTP_STATUS } from "@stoa/kit";
import { api } from "../../../../../../server/api.ts";

/** A credit note as a PDF. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ id: string; number: string }> },
): Promise<Response> {
  const found = await outcomeOf((await api()).orders.creditNote(await params));
  if (!found.ok) return new Response(found.problem.message, { status: HTTP_STATUS[found.problem.kind] });
  const { base64, contentType, fileName } = found.data;
  return new Response(Buffer.from(base64, "base64"), {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `inline; filename="${fileName}"`,
      "Cache-Control": "private, no-store",
    },
  });
}
