"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { CodeView } from "@stoa/ui/code-view";
import { CopyButton } from "@stoa/ui/copy-button";
import Link from "next/link";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { type Action, type ActState, type FieldSpec, restOf } from "./act-state.ts";
import { SpecField } from "./spec-field.tsx";
import { useAct } from "./use-act.ts";

export interface ActFormProps {
  /** Stem of the ids of the fields; unique on the page. */
  id: string;
  action: Action;
  submit: string;
  /** What the button says while the answer is awaited. */
  busy?: string;
  look?: "primary" | "secondary" | "danger" | "quiet";
  size?: "sm" | "md";
  fields?: readonly FieldSpec[];
  /** Sent along unseen. */
  hidden?: Readonly<Record<string, string>>;
  /** Empties the form once it was taken, to add the next. */
  again?: boolean;
  /** In a row of a list: beside one another. */
  inline?: boolean;
  className?: string;
  children?: ReactNode;
}

/**
 * A form that runs one verb and says what became of it. Without a script it posts and comes back with its messages; with
 * one it stays as it is, so that a refusal never loses what was typed, and what was done is said in passing.
 */
export function ActForm({
  id,
  action,
  fields = [],
  hidden = {},
  again,
  inline,
  className,
  children,
  ...button
}: ActFormProps) {
  const { state, said, pending, post, send } = useAct(action);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.done && again) form.current?.reset();
    if (state.problem) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state, again]);
  // React empties a form after its action; sent by hand, it keeps what was typed.
  const sendByHand = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    send(new FormData(event.currentTarget));
  };
  const layout = inline ? "flex flex-wrap items-start gap-x-3 gap-y-4" : "grid gap-4";
  return (
    <form ref={form} action={post} onSubmit={sendByHand} noValidate className={className ?? layout}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((spec) => (
        <SpecField key={spec.name} id={`${id}-${spec.name}`} spec={spec} state={state} />
      ))}
      {children}
      {/* Level with the controls, which stand below their labels. */}
      <div className={inline ? "pt-6.5" : "col-span-full"}>
        <Button type="submit" look={button.look} size={button.size} busy={pending}>
          {pending ? (button.busy ?? button.submit) : button.submit}
        </Button>
      </div>
      <div className="col-span-full basis-full empty:hidden">
        {said ? null : <Answer state={state} names={fields.map((field) => field.name)} />}
      </div>
    </form>
  );
}

/** What became of it; heard by those who cannot see it. */
export function Answer({ state, names = [] }: { state: ActState; names?: readonly string[] }) {
  const rest = restOf(state, names);
  if (state.done) {
    return (
      <div className="grid gap-3">
        <Callout tone="good" live>
          {state.done}
        </Callout>
        {state.once ? (
          <CodeView
            label={state.once.label}
            code={state.once.value}
            action={<CopyButton text={state.once.value} label="Copy" copiedLabel="Copied" />}
          />
        ) : null}
      </div>
    );
  }
  if (rest.length === 0) return null;
  return (
    <Callout tone="bad" live title={rest.join(" ")}>
      {state.problem?.kind === "unauthenticated" ? (
        <Link href="/sign-in" target="_blank" className="text-aegean underline">
          Sign in in another tab, then send this again
        </Link>
      ) : null}
    </Callout>
  );
}
