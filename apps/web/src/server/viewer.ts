import "server-only";
import type { UserActor } from "@stoa/api/platform/actor";
import { redirect } from "next/navigation";
import { currentActor } from "./api.ts";

/** The person looking, or the way to the sign-in page and back to `path`. */
export async function mustBeSignedIn(path: string): Promise<UserActor> {
  const actor = await currentActor();
  if (actor.kind === "user") return actor;
  redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
