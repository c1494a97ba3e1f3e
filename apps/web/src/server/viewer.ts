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

/** A path of this site to go on to. Anything else, however it is dressed up, is the given page (no open redirect, P15). */
export function pathOfOurs(value: string | undefined, otherwise: string): string {
  if (!value?.startsWith("/") || /[\\\p{Cc}]/u.test(value)) return otherwise;
  const base = "http://stoa.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  return url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : otherwise;
}
