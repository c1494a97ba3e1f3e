import type { Context } from "hono";
import type { Deps, SandboxApp } from "../../part.ts";
import { lapseSession } from "../expire-session.ts";
import { find } from "../object-store.ts";
import type { CheckoutSession } from "../objects.ts";
import { finishChallenge, type PayResult, paySession } from "../pay-session.ts";
import { sessionDetails } from "../session-details.ts";
import { unixNow } from "../unix-time.ts";
import { challengePage, closedPage, payPage } from "./pages.ts";
import { type PayFormErrors, type PayFormValues, readCardForm, readDebitForm } from "./pay-form.ts";

/** The pages a buyer sees after Stoa has sent them away to pay. */
export function hostedPageRoutes(app: SandboxApp, deps: Deps): void {
  app.get("/pay/:id", async (context) => {
    const session = await openSession(deps, context.req.param("id"));
    return session.open === null ? closed(context, session.closed) : showForm(context, deps, session.open, {});
  });
  app.post("/pay/:id", async (context) => {
    const session = await openSession(deps, context.req.param("id"));
    if (session.open === null) return closed(context, session.closed);
    const body = await context.req.parseBody();
    const form = body.method === "debit" ? readDebitForm(body) : readCardForm(body, deps.clock.now());
    if (!form.ok) return showForm(context, deps, session.open, form, 422);
    const id = session.open.id;
    const result = await deps.books.begin((transaction) =>
      paySession(transaction, id, form.instrument, form.behaviour, unixNow(deps.clock)),
    );
    return follow(context, deps, result, { ...blankValues(session.open), email: form.instrument.email });
  });
  app.get("/pay/:id/challenge", async (context) => {
    const session = await openSession(deps, context.req.param("id"));
    return session.open === null ? closed(context, session.closed) : context.html(challengePage(session.open));
  });
  app.post("/pay/:id/challenge", async (context) => {
    const body = await context.req.parseBody();
    const confirmed = body.answer === "confirm";
    const result = await deps.books.begin((transaction) =>
      finishChallenge(transaction, context.req.param("id"), confirmed, unixNow(deps.clock)),
    );
    return follow(context, deps, result, null);
  });
}

/** Where the buyer goes after a try to pay. */
function follow(
  context: Context,
  deps: Deps,
  result: PayResult,
  values: PayFormValues | null,
): Response | Promise<Response> {
  switch (result.kind) {
    case "paid":
    case "processing":
      return context.redirect(successUrl(result.session), 303);
    case "challenge":
      return context.redirect(`/pay/${result.session.id}/challenge`, 303);
    case "declined": {
      const again = { values: values ?? blankValues(result.session), refusal: result.message };
      return showForm(context, deps, result.session, again, 402);
    }
    case "not_open":
      return closed(context, result.session);
  }
}

/** The success address with the session's id in place of Stripe's placeholder, which may arrive percent-encoded. */
export function successUrl(session: CheckoutSession): string {
  return session.success_url.replaceAll(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/gi, session.id);
}

interface FormState {
  values?: PayFormValues;
  errors?: PayFormErrors;
  refusal?: string;
}

async function showForm(
  context: Context,
  deps: Deps,
  session: CheckoutSession,
  state: FormState,
  status: 200 | 402 | 422 = 200,
): Promise<Response> {
  const { lines } = await sessionDetails(deps.books, session.id);
  const values = state.values ?? blankValues(session);
  const view = { session, lines, values, errors: state.errors ?? {}, refusal: state.refusal ?? null };
  return context.html(payPage(view), status);
}

function blankValues(session: CheckoutSession): PayFormValues {
  return { email: session.customer_email ?? "", name: "", number: "", expiry: "", cvc: "", iban: "" };
}

/** The session if it can still be paid; otherwise what is left of it, to say why not. */
async function openSession(
  deps: Deps,
  id: string,
): Promise<{ open: CheckoutSession } | { open: null; closed: CheckoutSession | null }> {
  const found = await find(deps.books, "checkout.session", id);
  if (found === null) return { open: null, closed: null };
  const session = (await lapseSession(deps, found, unixNow(deps.clock))) ?? found;
  return session.status === "open" ? { open: session } : { open: null, closed: session };
}

function closed(context: Context, session: CheckoutSession | null): Response | Promise<Response> {
  if (session === null)
    return context.html(closedPage("No such payment", "This address belongs to no payment.", null), 404);
  if (session.status === "complete") {
    const message = "This order was paid before. You were not charged again.";
    return context.html(closedPage("Already paid", message, successUrl(session)), 409);
  }
  const message = "The time to pay is over and nothing was charged. Go back to the shop and start again.";
  return context.html(closedPage("This payment page has expired", message, session.cancel_url), 410);
}
