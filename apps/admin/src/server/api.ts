import "server-only";
import { processServices } from "@stoa/api/http/process-services";
import { requestContext } from "@stoa/api/http/request-context";
import { createCaller } from "@stoa/api/root";
import { headers } from "next/headers";
import { cache } from "react";
import { currentActor } from "./session.ts";

export type Api = ReturnType<typeof createCaller>;

/** The procedures, called without HTTP for the person behind this request, under the same rules and limits. */
export const api = cache(async (): Promise<Api> => {
  const [services, incoming, actor] = await Promise.all([processServices("admin"), headers(), currentActor()]);
  return createCaller(requestContext(services, { headers: new Headers(incoming), answer: new Headers(), actor }));
});
