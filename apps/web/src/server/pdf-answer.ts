import "server-only";
import type { Outcome } from "@stoa/api/http/problem";
import { HTTP_STATUS } from "@stoa/kit";

/** A document of an order as the browser takes it; a refusal is its sentence. It is never kept by what lies between. */
export function pdfAnswer(found: Outcome<{ base64: string; contentType: string; fileName: string }>): Response {
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
