import { violates, withTransaction } from "@stoa/db";
import type { Context } from "../platform/context.ts";
import { changeEndpoint, lockEndpoint, recordEndpointAudit } from "./endpoint.ts";
import { callableUrl, reachableFrom } from "./endpoint-address.ts";
import { EndpointExists } from "./errors.ts";
import type { EditEndpointInput } from "./schemas.ts";

/**
 * Changes where an endpoint is, what it is called and what it is told of. What is under way goes to the new address.
 * Throws `EndpointNotFound`, `EndpointAddressRefused`, `EndpointExists`.
 */
export async function editEndpoint(ctx: Context, input: EditEndpointInput): Promise<{ id: string }> {
  const { id, description, eventTypes } = input;
  const url = await callableUrl(input.url, reachableFrom(ctx.services.env));
  try {
    return await withTransaction(ctx, async (tx) => {
      const before = await lockEndpoint(tx, id);
      const after = { url, description, eventTypes };
      await changeEndpoint(tx, id, after);
      await recordEndpointAudit(tx, "edit_endpoint", id, {
        before: { url: before.url, description: before.description, eventTypes: before.eventTypes },
        after,
      });
      return { id };
    });
  } catch (error) {
    throw violates(error, "webhook_endpoints_url_key") ? new EndpointExists(url) : error;
  }
}
