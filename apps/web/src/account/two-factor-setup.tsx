"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import { useActionState } from "react";
import { RecoveryCodes, type RecoveryWords } from "./recovery-codes.tsx";
import { setUpTwoFactor, type TwoFactorState } from "./two-factor-actions.ts";

export interface TwoFactorWords extends RecoveryWords {
  password: string;
  begin: string;
  scan: string;
  scanAlt: string;
  byHand: string;
  code: string;
  codeHint: string;
  confirm: string;
}

const FIRST: TwoFactorState = { step: "password" };

/** Password, then the secret for the authenticator and its first code, then the recovery codes, shown once. */
export function TwoFactorSetup({ words }: { words: TwoFactorWords }) {
  const [state, send, pending] = useActionState(setUpTwoFactor, FIRST);
  if (state.step === "done") return <RecoveryCodes codes={state.recoveryCodes} words={words} />;
  const error = state.errors?.password ?? state.errors?.code;
  return (
    <form action={send} noValidate className="grid max-w-form gap-5">
      {state.message ? (
        <Callout tone="bad" live>
          {state.message}
        </Callout>
      ) : null}
      {state.step === "code" ? (
        <>
          <p>{words.scan}</p>
          <img src={state.qr} alt={words.scanAlt} width={220} height={220} className="rounded-md bg-white p-2" />
          <p className="text-ink-soft text-sm">
            {words.byHand}{" "}
            <code className="break-all font-mono text-ink">{state.secret.match(/.{1,4}/g)?.join(" ")}</code>
          </p>
          <Field key="code" id="two-factor-code" label={words.code} hint={words.codeHint} {...(error ? { error } : {})}>
            {(wiring) => (
              <Input {...wiring} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={10} required />
            )}
          </Field>
        </>
      ) : (
        <Field key="password" id="two-factor-password" label={words.password} {...(error ? { error } : {})}>
          {(wiring) => <Input {...wiring} name="password" type="password" autoComplete="current-password" required />}
        </Field>
      )}
      <div>
        <Button type="submit" busy={pending}>
          {state.step === "code" ? words.confirm : words.begin}
        </Button>
      </div>
    </form>
  );
}
