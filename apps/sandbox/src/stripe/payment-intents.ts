import { z } from "zod";
import type { Deps, SandboxApp } from "../part.ts";
import { missing } from "./api-error.ts";
import { get } from "./endpoint.ts";
import { listObjects, listParams } from "./list.ts";
import { find } from "./object-store.ts";
import { noParams } from "./params.ts";

const PATH = "/v1/payment_intents";

/** Reading payments; they come into being on the hosted page. */
export function paymentIntentRoutes(app: SandboxApp, deps: Deps): void {
  get(app, deps, `${PATH}/:id`, noParams, async (call) => {
    const intent = await find(call.books, "payment_intent", call.id);
    if (intent === null) throw missing("payment_intent", call.id, "intent");
    return intent;
  });
  get(app, deps, PATH, z.strictObject(listParams), (call, page) =>
    listObjects(call.books, "payment_intent", PATH, page),
  );
}
