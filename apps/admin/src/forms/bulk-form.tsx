"use client";

import { Button, buttonLook } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Checkbox } from "@stoa/ui/choice";
import { type FormEvent, startTransition, useActionState, useEffect, useState } from "react";
import { type FieldSpec, UNSENT } from "./act-state.ts";
import { byReason, type EachAction, type EachState, eachInWords, NONE_TRIED } from "./each-state.ts";
import { SpecField } from "./spec-field.tsx";

/** One thing that can be done with all that are chosen. */
export interface BulkVerb {
  verb: string;
  ask: string;
  consequence: string;
  submit: string;
  look?: "primary" | "secondary" | "danger";
  fields?: readonly FieldSpec[];
}

export interface BulkFormProps {
  /** The boxes on the page name it as their form. */
  id: string;
  action: EachAction;
  verbs: readonly BulkVerb[];
  /** How each thing on the page is called, for what is said of it afterwards. */
  names: Readonly<Record<string, string>>;
}

/** What can be done with many at once: choose by the boxes of the rows, then act; each is told what became of it. */
export function BulkForm({ id, action, verbs, names }: BulkFormProps) {
  const [state, send, pending] = useActionState(action, NONE_TRIED);
  const [chosen, chooseAll] = useChosen(id, state);
  // React empties a form after its action; sent by hand, what was refused stays chosen.
  const sendByHand = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => send(data));
  };
  const total = Object.keys(names).length;
  if (total === 0 && state === NONE_TRIED) return null;
  return (
    <form id={id} action={send} onSubmit={sendByHand} noValidate className="grid gap-3 pb-5">
      {total > 0 ? (
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <Checkbox
            label={<span className="text-sm">All on this page</span>}
            checked={chosen === total}
            onChange={(event) => chooseAll(event.target.checked)}
          />
          <p role="status" className="figures py-1.5 text-ink-soft text-sm">
            {chosen === 0 ? "None chosen" : `${chosen} of ${total} chosen`}
          </p>
          {verbs.map((verb) => (
            <Step key={verb.verb} id={id} step={verb} pending={pending} />
          ))}
        </div>
      ) : null}
      <Outcome state={state} names={names} />
    </form>
  );
}

function Step({ id, step, pending }: { id: string; step: BulkVerb; pending: boolean }) {
  const { verb, ask, consequence, submit, look = "primary", fields = [] } = step;
  return (
    <details className="open:basis-full open:rounded-md open:border open:border-line open:bg-surface open:p-4">
      <summary
        className={buttonLook({
          look: look === "danger" ? "danger" : "secondary",
          size: "sm",
          className: "list-none [&::-webkit-details-marker]:hidden cursor-pointer",
        })}
      >
        {ask}
      </summary>
      <div className="grid max-w-reading gap-4 pt-4">
        <p className="text-ink-soft text-sm">{consequence}</p>
        {fields.map((spec) => (
          <SpecField key={spec.name} id={`${id}-${verb}-${spec.name}`} spec={spec} state={UNSENT} />
        ))}
        <div>
          <Button type="submit" name="verb" value={verb} look={look} busy={pending}>
            {submit}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Outcome({ state, names }: { state: EachState; names: BulkFormProps["names"] }) {
  if (state.problem) return <Callout tone="bad" live title={state.problem} />;
  if (state === NONE_TRIED) return null;
  return (
    <Callout tone={state.refused.length === 0 ? "good" : "bad"} live title={eachInWords(state)}>
      {state.refused.length > 0 ? (
        <ul className="grid gap-1">
          {byReason(state.refused).map(({ message, ids }) => (
            <li key={message}>
              {message} ({ids.map((refused) => names[refused] ?? refused).join(", ")})
            </li>
          ))}
        </ul>
      ) : null}
    </Callout>
  );
}

/** How many boxes of a form are chosen, wherever on the page they stand, and the choice of all of them. */
function useChosen(form: string, state: EachState): [number, (all: boolean) => void] {
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    const count = () => setChosen(boxesOf(form).filter((box) => box.checked).length);
    count();
    document.addEventListener("change", count);
    return () => document.removeEventListener("change", count);
  }, [form, state]);
  const chooseAll = (all: boolean) => {
    const boxes = boxesOf(form);
    for (const box of boxes) box.checked = all;
    setChosen(all ? boxes.length : 0);
  };
  return [chosen, chooseAll];
}

function boxesOf(form: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[name="ids"][form="${form}"]`)];
}
