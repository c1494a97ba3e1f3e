import { DomainError, NotAllowed, NotSignedIn } from "@stoa/kit";
import type { Permission, Role } from "../identity/policy.ts";

/** Who acts. Verbs ask the actor, never a bare user id. */
export type Actor =
  | {
      readonly kind: "user";
      readonly id: string;
      readonly sessionId: string;
      readonly roles: readonly Role[];
      readonly permissions: ReadonlySet<Permission>;
      readonly email: string;
      readonly emailVerified: boolean;
      /** Works for Stoa, but this session has no second factor yet: may do nothing but enrol one. */
      readonly secondFactorMissing: boolean;
    }
  | { readonly kind: "guest"; readonly id: null }
  | { readonly kind: "api_key"; readonly id: string; readonly permissions: ReadonlySet<Permission> }
  | { readonly kind: "system"; readonly id: string }
  | { readonly kind: "job"; readonly id: string }
  | { readonly kind: "webhook"; readonly id: string };

export type UserActor = Extract<Actor, { kind: "user" }>;

export const GUEST: Actor = { kind: "guest", id: null };

/** Whether the actor may, by the one table of roles. The system, jobs and webhooks act for Stoa itself. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case "user":
    case "api_key":
      return actor.permissions.has(permission);
    case "guest":
      return false;
    case "system":
    case "job":
    case "webhook":
      return true;
  }
}

export class SecondFactorNeeded extends DomainError {
  constructor() {
    super(
      "forbidden",
      "second_factor_needed",
      "People who work for Stoa sign in with a second factor. Set one up to continue.",
    );
  }
}

/** For what is open to holders of a permission alone. Throws `NotSignedIn`, `SecondFactorNeeded`, `NotAllowed`. */
export function mustBeAllowed(actor: Actor, permission: Permission): void {
  if (actor.kind === "guest") throw new NotSignedIn();
  mustHoldSecondFactor(actor);
  if (!may(actor, permission)) throw new NotAllowed(permission);
}

/** Staff without a second factor do nothing but enrol one (P2). Throws `SecondFactorNeeded`. */
export function mustHoldSecondFactor(actor: Actor): void {
  if (actor.kind === "user" && actor.secondFactorMissing) throw new SecondFactorNeeded();
}
