import "server-only";
import { processServices } from "@stoa/api/http/process-services";
import { requestContext } from "@stoa/api/http/request-context";
import { createCaller } from "@stoa/api/root";
import { headers } from "next/headers";
import { cache } from "react";
import { currentActor } from "./session.ts";

export type Api = ReturnType<typeof createCaller>;

/**
 * The procedures, called without HTTP for the person behind this request, under the same rules and limits. `key`: of a form
 * that brings its own, so that one sent twice is taken once.
 */
export const api = cache(async (key?: string): Promise<Api> => {
  const [services, incoming, actor] = await Promise.all([processServices("admin"), headers(), currentActor()]);
  const asked = new Headers(incoming);
  asked.delete("idempotency-key");
  if (key) asked.set("idempotency-key", key);
  return createCaller(requestContext(services, { headers: asked, answer: new Headers(), actor }));
});
