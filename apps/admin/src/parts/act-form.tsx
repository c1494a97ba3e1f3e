"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { type ReactNode, useActionState } from "react";
import type { ActState } from "../server/act.ts";

const START: ActState = { problem: null, done: null };

export interface ActFormProps {
  action: (state: ActState, form: FormData) => Promise<ActState>;
  submit: string;
  look?: "primary" | "secondary" | "danger" | "quiet";
  /** Asked before a step that cannot be taken back. */
  confirm?: string;
  className?: string;
  children?: ReactNode;
}

/** A form that runs one verb and says what became of it. It works without a script, too. */
export function ActForm({ action, submit, look = "primary", confirm, className, children }: ActFormProps) {
  const [state, send, busy] = useActionState(action, START);
  return (
    <form
      action={send}
      className={className ?? "grid gap-4"}
      onSubmit={(event) => {
        if (confirm && !window.confirm(confirm)) event.preventDefault();
      }}
    >
      {children}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look={look} busy={busy}>
          {submit}
        </Button>
      </div>
      {state.problem ? (
        <Callout tone="bad" live title={state.problem.message}>
          {state.problem.fields.length > 0 ? (
            <ul>
              {state.problem.fields.map((field) => (
                <li key={field.path}>
                  {field.path}: {field.message}
                </li>
              ))}
            </ul>
          ) : null}
        </Callout>
      ) : null}
      {state.done ? (
        <Callout tone="good" live>
          {state.done}
        </Callout>
      ) : null}
    </form>
  );
}
