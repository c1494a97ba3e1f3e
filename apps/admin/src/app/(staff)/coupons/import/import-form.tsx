"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Field } from "@stoa/ui/field";
import { Input, Textarea } from "@stoa/ui/input";
import { type FormEvent, startTransition, useActionState, useState } from "react";
import { importCoupons } from "./actions.ts";
import { lined, NOT_READ } from "./import-state.ts";
import { Preview } from "./preview.tsx";

/** Chooses a file, shows what it would make, and makes it. The same file sent twice is taken once. */
export function ImportForm({ formKey }: { formKey: string }) {
  const [state, send, pending] = useActionState(importCoupons, NOT_READ);
  const [csv, setCsv] = useState("");
  const readable = state.checked !== null && state.checked.faults.length === 0;
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
          Look what it would make
        </Button>
        {readable && state.csv === csv ? (
          <Button type="submit" name="step" value="import" busy={pending}>
            Make {state.checked?.coupons.length} coupons
          </Button>
        ) : null}
      </div>
      {state.problem ? <Callout tone="bad" live title={state.problem} /> : null}
      {state.made === null ? null : (
        <Callout tone="good" live title={`${state.made} coupons made; they stand on top of the list.`} />
      )}
      {state.checked && state.csv === csv ? <Preview checked={state.checked} /> : null}
    </form>
  );
}

/** Tells one text from another well enough for a key that is fresh with every page. */
function lengthAndSum(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) % 2_147_483_647;
  return `${text.length}-${sum}`;
}
