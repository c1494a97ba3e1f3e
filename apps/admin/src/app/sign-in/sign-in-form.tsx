"use client";

import { Button } from "@stoa/ui/button";
import { useActionState, useEffect, useRef } from "react";
import { Answer } from "../../forms/act-form.tsx";
import { type FieldSpec, UNSENT } from "../../forms/act-state.ts";
import { SpecField } from "../../forms/spec-field.tsx";
import { type SignInState, signInStep } from "./actions.ts";

const FIRST: SignInState = { ...UNSENT, challenge: null };

const PASSWORD_STEP: readonly FieldSpec[] = [
  { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
  { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
];
const CODE_STEP: readonly FieldSpec[] = [
  {
    name: "code",
    label: "Code",
    hint: "Six digits from your authenticator, or one of your recovery codes.",
    autoComplete: "one-time-code",
    inputMode: "text",
  },
];

/** Two steps in one form: the password, then the second factor. */
export function SignInForm({ next }: { next: string }) {
  const [state, send, pending] = useActionState(signInStep, FIRST);
  const code = useRef<HTMLFormElement>(null);
  const second = state.challenge !== null;
  useEffect(() => {
    if (second) code.current?.querySelector<HTMLElement>("input[name=code]")?.focus();
  }, [second]);
  const fields = second ? CODE_STEP : PASSWORD_STEP;
  return (
    <form ref={code} action={send} noValidate className="grid gap-5">
      <input type="hidden" name="next" value={next} />
      {state.challenge ? <input type="hidden" name="challenge" value={state.challenge} /> : null}
      {fields.map((spec) => (
        <SpecField
          key={`${spec.name}-${state.values[spec.name]}`}
          id={`sign-in-${spec.name}`}
          spec={spec}
          state={state}
        />
      ))}
      <Answer state={state} />
      <Button type="submit" busy={pending} wide>
        {pending ? "One moment…" : second ? "Sign in" : "Go on"}
      </Button>
    </form>
  );
}
