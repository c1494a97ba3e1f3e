import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Entrance } from "../../frame/entrance.tsx";
import { LeaveForm } from "../../frame/leave-form.tsx";
import { currentActor, wayToSignIn } from "../../server/session.ts";
import { EnrolForm } from "./enrol-form.tsx";

export const metadata: Metadata = { title: "Second factor" };

/** Shown once it is on as well, because the recovery codes appear on this page after the step that switches it on. */
export default async function SecondFactorPage() {
  const actor = await currentActor();
  if (actor.kind !== "user") redirect(await wayToSignIn());
  return (
    <Entrance
      title="Set up your second factor"
      lead="People who work for Stoa sign in with a password and a code. It takes a minute and an authenticator app."
    >
      <EnrolForm />
      <LeaveForm />
    </Entrance>
  );
}
