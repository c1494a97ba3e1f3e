import "server-only";
import { outcomeOf } from "@stoa/api/http/problem";
import type { LinkAnswer } from "@stoa/api/identity/schemas";
import { readApi } from "../server/api.ts";

/** What a link of a mail is for, or null when it is used up, too old or for something else. Reading uses nothing up. */
export async function readLink(token: string, purpose: LinkAnswer["purpose"]): Promise<LinkAnswer | null> {
  const found = await outcomeOf((await readApi()).identity.readLink({ token }));
  return found.ok && found.data.purpose === purpose ? found.data : null;
}
