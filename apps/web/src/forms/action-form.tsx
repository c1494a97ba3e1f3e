"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Checkbox } from "@stoa/ui/choice";
import { Field } from "@stoa/ui/field";
import { Input, Textarea } from "@stoa/ui/input";
import { Select } from "@stoa/ui/select";
import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { Captcha, type CaptchaSpec } from "./captcha.tsx";
import type { FieldSpec, FormAction, FormState } from "./form-state.ts";

export interface ActionFormProps {
  /** Stem of the ids of the fields; unique on the page. */
  id: string;
  action: FormAction;
  fields: readonly FieldSpec[];
  submit: string;
  /** What the button says while the answer is awaited. */
  busy: string;
  look?: "primary" | "secondary" | "danger";
  wide?: boolean;
  /** Sent along unseen. */
  hidden?: Readonly<Record<string, string>>;
  /** Where a guest shows that they are a person, when that is asked for. */
  captcha?: CaptchaSpec | null;
  /** Between the fields and the button. */
  children?: ReactNode;
}

const FRESH: FormState = {};

/**
 * A form over a server action. Without a script it posts and comes back with its messages; with one it stays where it is,
 * and the first thing to put right takes the focus.
 */
export function ActionForm({
  id,
  action,
  fields,
  submit,
  busy,
  look,
  wide,
  hidden = {},
  captcha,
  children,
}: ActionFormProps) {
  const [state, send, pending] = useActionState(action, FRESH);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.errors) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);
  return (
    <form ref={form} action={send} noValidate className="grid gap-5">
      {state.message ? (
        <Callout tone={state.tone ?? "bad"} live>
          {state.message}
        </Callout>
      ) : null}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((spec) => (
        <SpecField key={spec.name} id={`${id}-${spec.name}`} spec={spec} state={state} />
      ))}
      {children}
      {captcha ? <Captcha id={`${id}-captcha`} answer={state} {...captcha} /> : null}
      <div>
        <Button type="submit" look={look} wide={wide} size={wide ? "lg" : "md"} busy={pending}>
          {pending ? busy : submit}
        </Button>
      </div>
    </form>
  );
}

function SpecField({ id, spec, state }: { id: string; spec: FieldSpec; state: FormState }) {
  const { name, label, hint, options, type = "text", required = true, defaultValue, ...control } = spec;
  const error = state.errors?.[name];
  const value = state.values?.[name] ?? defaultValue;
  if (type === "checkbox") {
    return <Checkbox key={`${name} ${value}`} name={name} label={label} hint={hint} defaultChecked={value === "on"} />;
  }
  if (type === "textarea") {
    return (
      <Field id={id} label={label} {...(hint ? { hint } : {})} {...(error ? { error } : {})}>
        {(wiring) => (
          <Textarea {...wiring} {...control} name={name} required={required} rows={6} defaultValue={value} />
        )}
      </Field>
    );
  }
  return (
    <Field id={id} label={label} {...(hint ? { hint } : {})} {...(error ? { error } : {})}>
      {(wiring) =>
        type === "select" ? (
          <Select key={value} {...wiring} name={name} defaultValue={value}>
            {options?.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        ) : (
          <Input {...wiring} {...control} type={type} name={name} required={required} defaultValue={value} />
        )
      }
    </Field>
  );
}
