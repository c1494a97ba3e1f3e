import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { missing, refusedByState } from "./api-error.ts";
import { type Call, get, post } from "./endpoint.ts";
import { NO_REQUEST, recordEvent } from "./events.ts";
import { listObjects, listParams } from "./list.ts";
import { find, save } from "./object-store.ts";
import type { Transfer } from "./objects.ts";
import { integer, metadata, noParams, text } from "./params.ts";
import { stripeId } from "./stripe-id.ts";

const PATH = "/v1/transfers";
/** Accounts of this name exist and may not receive transfers; every other `acct_…` may. */
const RESTRICTED = /^acct_restricted/;
const ACCOUNT = /^acct_[A-Za-z0-9_]{4,}$/;

const createParams = z.strictObject({
  amount: integer.refine((value) => value >= 1, { message: "must be greater than or equal to 1" }),
  currency: text.toLowerCase(),
  destination: text,
  description: text.optional(),
  transfer_group: text.optional(),
  metadata: metadata.optional(),
});

/** Transfers to connected accounts, and those accounts as far as a transfer asks about them. */
export function transferRoutes(app: SandboxApp, deps: Deps): void {
  post(app, deps, PATH, createParams, createTransfer);
  get(app, deps, `${PATH}/:id`, noParams, async (call) => {
    const transfer = await find(call.books, "transfer", call.id);
    if (transfer === null) throw missing("transfer", call.id, "transfer");
    return transfer;
  });
  const filters = z.strictObject({ ...listParams, transfer_group: text.optional(), destination: text.optional() });
  get(app, deps, PATH, filters, (call, { transfer_group, destination, ...page }) =>
    listObjects(call.books, "transfer", PATH, page, { transfer_group, destination }),
  );
  get(app, deps, "/v1/accounts/:id", noParams, async (call) => {
    if (!ACCOUNT.test(call.id)) throw missing("account", call.id, "account");
    const restricted = RESTRICTED.test(call.id);
    return {
      id: call.id,
      object: "account",
      charges_enabled: !restricted,
      payouts_enabled: !restricted,
      details_submitted: !restricted,
      capabilities: { transfers: restricted ? "inactive" : "active" },
    };
  });
}

async function createTransfer(call: Call, params: z.output<typeof createParams>): Promise<Transfer> {
  if (!ACCOUNT.test(params.destination)) throw missing("destination", params.destination, "destination", 400);
  if (RESTRICTED.test(params.destination)) {
    const message =
      "Your destination account needs to have at least one of the following capabilities enabled: transfers";
    throw refusedByState(message, "insufficient_capabilities_for_transfer", "destination");
  }
  const transfer = await save(call.books, {
    id: stripeId("tr"),
    object: "transfer",
    amount: params.amount,
    amount_reversed: 0,
    created: call.now,
    currency: params.currency,
    description: params.description ?? null,
    destination: params.destination,
    livemode: false,
    metadata: params.metadata ?? {},
    reversed: false,
    transfer_group: params.transfer_group ?? null,
  });
  await recordEvent(call.books, "transfer.created", transfer, call.now, call.origin);
  return transfer;
}

/** The platform takes a transfer back, all of it. */
export async function reverseTransfer(books: BooksReader, transfer: Transfer, now: number): Promise<Transfer> {
  if (transfer.reversed) throw refusedByState("This transfer has already been fully reversed.");
  const reversed = await save(books, { ...transfer, amount_reversed: transfer.amount, reversed: true });
  await recordEvent(books, "transfer.reversed", reversed, now, NO_REQUEST);
  return reversed;
}
