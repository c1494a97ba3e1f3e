"use server";

import type { RefusedSignIn } from "@stoa/api/http/next-auth";
import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { redirect } from "next/navigation";
import { type ActState, UNSENT } from "../../forms/act-state.ts";
import { text } from "../../forms/text.ts";
import { typed } from "../../server/act.ts";
import { signOut, trySignIn } from "../../server/auth.ts";

export interface SignInState extends ActState {
  /** The password was right: this and a code finish the sign-in. */
  challenge: string | null;
}

/** Takes the password, or the code that follows it, and goes on to where the person wanted to be. */
export async function signInStep(_: SignInState, form: FormData): Promise<SignInState> {
  const challenge = text(form, "challenge");
  const answer = await trySignIn(
    challenge
      ? { challenge, code: text(form, "code").replace(/\s/g, "") }
      : { email: text(form, "email"), password: text(form, "password") },
  );
  if (answer.kind === "signed_in") redirect(pathOfOurs(text(form, "next"), "/"));
  if (answer.kind === "second_factor") return { ...UNSENT, challenge: answer.challenge };
  return { ...refused(answer), values: typed(form), challenge: lives(challenge, answer) ? challenge : null };
}

/** Ends this session, here and in the database. */
export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/sign-in" });
}

/** Only a challenge that took too long is started over; a wrong code may be typed again. */
function lives(challenge: string, answer: RefusedSignIn): boolean {
  return challenge !== "" && answer.kind === "refused" && answer.code !== "challenge_expired";
}

function refused(answer: Extract<RefusedSignIn, { kind: "refused" }>): ActState {
  const wait =
    answer.retryAfterSeconds === null ? "" : ` Try again in ${Math.ceil(answer.retryAfterSeconds / 60)} min.`;
  const message = `${answer.message}${wait}`;
  return {
    ...UNSENT,
    problem: { kind: "unprocessable", code: answer.code, message, details: {}, fields: [] },
  };
}
