import type { Actor } from "../platform/actor.ts";
import type { Services } from "../platform/context.ts";

/** What every HTTP face of the router is given: the process's services, and who a request comes from. */
export interface Face {
  services: () => Promise<Services>;
  /** The person behind a session cookie or bearer token, or the guest. */
  actorOf: (services: Services, request: Request) => Promise<Actor>;
}
