"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Field } from "@stoa/ui/field";
import { Input, Textarea } from "@stoa/ui/input";
import { type FormEvent, type ReactNode, startTransition, useActionState, useState } from "react";
import { Faults } from "./faults.tsx";
import { type CheckedLines, type FileState, lined, NOT_READ } from "./file-state.ts";

export interface FileFormProps<Checked extends CheckedLines> {
  /** Fresh with every page: the same file sent twice is taken once. */
  formKey: string;
  action: (state: FileState<Checked>, form: FormData) => Promise<FileState<Checked>>;
  look: string;
  carryOut: (checked: Checked) => string;
  done: (lines: number) => string;
  preview: (checked: Checked) => ReactNode;
}

/** Chooses a file, shows what it would do, and does it. */
export function FileForm<Checked extends CheckedLines>(props: FileFormProps<Checked>) {
  const { formKey, action, look, carryOut, done, preview } = props;
  const [state, send, pending] = useActionState<FileState<Checked>, FormData>(action, NOT_READ);
  const [csv, setCsv] = useState("");
  const checked = state.csv === csv ? state.checked : null;
  // Sent by hand, because React empties a form after its action, and the file is to stay for the second step.
  const sendByHand = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => send(data));
  };
  const takeFile = async (files: FileList | null) => setCsv(lined((await files?.[0]?.text()) ?? ""));
  return (
    <form action={send} onSubmit={sendByHand} noValidate className="grid max-w-3xl gap-5">
      {/* Another file is another import. */}
      <input type="hidden" name="key" value={`${formKey}-${lengthAndSum(csv)}`} />
      <Field id="file" label="File" hint="CSV, in UTF-8">
        {(wiring) => (
          <Input {...wiring} type="file" accept=".csv,text/csv" onChange={(event) => takeFile(event.target.files)} />
        )}
      </Field>
      <Field id="csv" label="What it says" hint="Or write or paste it here">
        {(wiring) => (
          <Textarea
            {...wiring}
            name="csv"
            rows={8}
            value={csv}
            onChange={(event) => setCsv(event.target.value)}
            spellCheck={false}
            className="figures text-sm"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="step" value="check" look="secondary" busy={pending}>
          {look}
        </Button>
        {checked?.faults.length === 0 ? (
          <Button type="submit" name="step" value="import" busy={pending}>
            {carryOut(checked)}
          </Button>
        ) : null}
      </div>
      {state.problem ? <Callout tone="bad" live title={state.problem} /> : null}
      {state.done === null ? null : <Callout tone="good" live title={done(state.done)} />}
      {checked && checked.faults.length > 0 ? <Faults faults={checked.faults} /> : null}
      {checked?.faults.length === 0 ? preview(checked) : null}
    </form>
  );
}

/** Tells one text from another well enough for a key that is fresh with every page. */
function lengthAndSum(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) % 2_147_483_647;
  return `${text.length}-${sum}`;
}
