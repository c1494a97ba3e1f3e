"use server";

import { gatewayName } from "@stoa/api/payments/schemas";
import type { EachState } from "../../../forms/each-state.ts";
import { actEach } from "../../../server/act-each.ts";

/** Events are named by their gateway and its id, as in the address of their page. */
export async function replayMany(_: EachState, form: FormData): Promise<EachState> {
  return actEach(form, (caller, name) => {
    const [gateway = "", ...eventId] = name.split("/");
    return caller.payments.replay({ gateway: gatewayName.parse(gateway), eventId: eventId.join("/") });
  });
}
