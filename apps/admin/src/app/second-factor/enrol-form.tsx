"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { CopyButton } from "@stoa/ui/copy-button";
import Link from "next/link";
import { useActionState } from "react";
import { Answer } from "../../forms/act-form.tsx";
import { type FieldSpec, UNSENT } from "../../forms/act-state.ts";
import { SpecField } from "../../forms/spec-field.tsx";
import { type EnrolState, enrolStep } from "./actions.ts";

const FIRST: EnrolState = { ...UNSENT, scan: null, recoveryCodes: null };
const PASSWORD: FieldSpec = {
  name: "password",
  label: "Your password, once more",
  type: "password",
  autoComplete: "current-password",
};
const CODE: FieldSpec = {
  name: "code",
  label: "The six digits it shows",
  autoComplete: "one-time-code",
  inputMode: "numeric",
};

/** Enrols an authenticator: password, picture, code, recovery codes. */
export function EnrolForm() {
  const [state, send, pending] = useActionState(enrolStep, FIRST);
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} />;
  return (
    <form action={send} noValidate className="grid gap-5">
      {state.scan ? <Scan {...state.scan} /> : null}
      <SpecField key={state.scan ? "code" : "password"} id="enrol" spec={state.scan ? CODE : PASSWORD} state={state} />
      <Answer state={state} />
      <Button type="submit" busy={pending} wide>
        {state.scan ? "Confirm" : "Show the picture to scan"}
      </Button>
    </form>
  );
}

function Scan({ secret, picture }: { secret: string; picture: string }) {
  return (
    <div className="grid gap-4">
      <p>Scan this with your authenticator.</p>
      <img src={picture} alt="QR code of the secret below" width="224" height="224" className="rounded-md" />
      <div className="flex flex-wrap items-center gap-x-3 text-ink-soft text-sm">
        <span>Or type:</span>
        <code className="break-all font-mono text-ink">{secret.replace(/(.{4})/g, "$1 ").trim()}</code>
        <CopyButton text={secret} label="Copy" copiedLabel="Copied" />
      </div>
    </div>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="grid gap-5">
      <Callout tone="good" live title="Your second factor is on.">
        These ten codes each work once, when your authenticator is lost. They are shown now and never again: print them,
        or keep them with your passwords.
      </Callout>
      <ol className="figures grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border border-line bg-surface p-4 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button asChild>
          <Link href="/">I have kept them</Link>
        </Button>
        <CopyButton text={codes.join("\n")} label="Copy all" copiedLabel="Copied" />
      </div>
    </div>
  );
}
