"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import { useActionState } from "react";
import { RecoveryCodes, type RecoveryWords } from "./recovery-codes.tsx";
import { type RecoveryState, renewRecoveryCodes } from "./two-factor-actions.ts";

const FRESH: RecoveryState = {};

/** Asks for password and code, and shows ten new recovery codes. */
export function RenewRecovery({ words }: { words: RecoveryWords & { password: string; code: string; renew: string } }) {
  const [state, send, pending] = useActionState(renewRecoveryCodes, FRESH);
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} words={words} />;
  return (
    <form action={send} noValidate className="grid max-w-form gap-5">
      {state.message ? (
        <Callout tone="bad" live>
          {state.message}
        </Callout>
      ) : null}
      <Field
        id="renew-password"
        label={words.password}
        {...(state.errors?.password ? { error: state.errors.password } : {})}
      >
        {(wiring) => <Input {...wiring} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Field id="renew-code" label={words.code} {...(state.errors?.code ? { error: state.errors.code } : {})}>
        {(wiring) => <Input {...wiring} name="code" inputMode="numeric" autoComplete="one-time-code" required />}
      </Field>
      <div>
        <Button type="submit" look="secondary" busy={pending}>
          {words.renew}
        </Button>
      </div>
    </form>
  );
}
