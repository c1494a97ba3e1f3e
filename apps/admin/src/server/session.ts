import "server-only";
import { processServices } from "@stoa/api/http/process-services";
import { type Actor, may, type UserActor } from "@stoa/api/platform/actor";
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { adminEnv } from "../env.ts";
import { face } from "./auth.ts";
import { href } from "./query.ts";

/** Who asks, looked up once a request. */
export const currentActor = cache(async (): Promise<Actor> => {
  const [services, incoming] = await Promise.all([processServices("admin"), headers()]);
  return face.actorOf(services, new Request(adminEnv().adminUrl, { headers: incoming }));
});

/** The colleague behind the request. Others are led to sign in, to enrol a second factor, or told that this is not for them. */
export async function mustBeColleague(): Promise<UserActor> {
  const actor = await currentActor();
  if (actor.kind !== "user") redirect(await wayToSignIn());
  if (actor.secondFactorMissing) redirect("/second-factor");
  if (!may(actor, "course:read_draft")) forbidden();
  return actor;
}

/** The sign-in page, and back here. A session that was there and is over is said so. */
export async function wayToSignIn(): Promise<string> {
  const [incoming, jar] = await Promise.all([headers(), cookies()]);
  const had = jar.getAll().some((cookie) => cookie.name.endsWith("stoa-admin.session"));
  const path = incoming.get("x-path");
  return href("/sign-in", { next: path === "/" ? null : path, ended: had ? "yes" : null });
}
