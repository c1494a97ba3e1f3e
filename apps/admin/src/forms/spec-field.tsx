import { Checkbox } from "@stoa/ui/choice";
import { cn } from "@stoa/ui/cn";
import { Field } from "@stoa/ui/field";
import { Input, Textarea } from "@stoa/ui/input";
import { Select } from "@stoa/ui/select";
import { type ActState, errorOf, type FieldSpec } from "./act-state.ts";
import { Checks } from "./checks.tsx";

/** A control with its label, its hint, and what the last answer said about it. */
export function SpecField({ id, spec, state }: { id: string; spec: FieldSpec; state: ActState }) {
  const { name, label, hint, type = "text", options = [], optional, className, rows, defaultValue, ...rest } = spec;
  const error = errorOf(state, name);
  const value = state.values[name] ?? defaultValue;
  if (type === "checkbox") return <Checkbox name={name} label={label} hint={hint} defaultChecked={value === "on"} />;
  if (type === "checks") return <Checks id={id} spec={spec} error={error} />;
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      optional={optional ? "optional" : undefined}
      error={error}
      className={cn("content-start", className)}
    >
      {(wiring) => {
        if (type === "textarea")
          return <Textarea {...wiring} name={name} rows={rows} defaultValue={value} required={!optional} />;
        if (type !== "select") {
          return <Input {...wiring} {...rest} type={type} name={name} defaultValue={value} required={!optional} />;
        }
        return (
          <Select {...wiring} name={name} defaultValue={value}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        );
      }}
    </Field>
  );
}
