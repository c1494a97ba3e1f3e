import { outcomeOf } from "@stoa/api/http/problem";
import { HTTP_STATUS } from "@stoa/kit";
import { api } from "../../../../../server/api.ts";
import { isOrderId } from "../../../../../server/order-token.ts";

/** The receipt of a paid order as a PDF, for its owner or the browser that placed it. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  if (!isOrderId(id)) return new Response(null, { status: 404 });
  const found = await outcomeOf((await api({ orderId: id })).orders.receipt({ id }));
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
