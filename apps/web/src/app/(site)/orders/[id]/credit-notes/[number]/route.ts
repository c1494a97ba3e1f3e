import { outcomeOf } from "@stoa/api/http/problem";
import { api } from "../../../../../../server/api.ts";
import { isOrderId } from "../../../../../../server/order-token.ts";
import { pdfAnswer } from "../../../../../../server/pdf-answer.ts";

/** A credit note of an order as a PDF, for its owner or the browser that placed it. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ id: string; number: string }> },
): Promise<Response> {
  const { id, number } = await params;
  if (!isOrderId(id)) return new Response(null, { status: 404 });
  return pdfAnswer(await outcomeOf((await api({ orderId: id })).orders.creditNote({ id, number })));
}
