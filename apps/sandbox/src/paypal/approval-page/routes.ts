import type { Deps, SandboxApp } from "../../part.ts";
import { approveOrder, returnUrlOf } from "../approve-order.ts";
import { detailsOf } from "../object-store.ts";
import { FUNDINGS } from "../objects.ts";
import { findLiving } from "../orders.ts";
import { approvalPage, goneAwayPage } from "./pages.ts";

const PATH = "/paypal/checkoutnow";

/** The pages a buyer sees after Stoa has sent them to PayPal. */
export function approvalRoutes(app: SandboxApp, deps: Deps): void {
  app.get(PATH, async (context) => {
    const order = await findLiving(deps.books, deps, context.req.query("token") ?? "");
    if (order === null || order.status === "COMPLETED") return context.html(goneAwayPage(), 410);
    return context.html(approvalPage(order));
  });
  app.post(PATH, async (context) => {
    const { token, answer, funding } = await context.req.parseBody();
    const order = await findLiving(deps.books, deps, String(token));
    if (order === null) return context.html(goneAwayPage(), 410);
    const { returnUrl, cancelUrl } = await detailsOf(deps.books, order.id);
    if (answer !== "pay") return context.redirect(returnUrlOf(cancelUrl, order), 303);
    const way = FUNDINGS.find((known) => known === funding) ?? "balance";
    const approved = await deps.books.begin((transaction) => approveOrder(transaction, deps, order.id, way));
    if (approved === null) return context.html(goneAwayPage(), 410);
    return context.redirect(returnUrlOf(returnUrl, approved), 303);
  });
}
