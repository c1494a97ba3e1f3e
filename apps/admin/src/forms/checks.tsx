import { Checkbox } from "@stoa/ui/choice";
import type { FieldSpec } from "./act-state.ts";

/** Several of many: each box is sent under the one name. `defaultValue` lists what is chosen, by spaces. */
export function Checks({ id, spec, error }: { id: string; spec: FieldSpec; error: string | undefined }) {
  const { name, label, options = [], defaultValue = "", className } = spec;
  const chosen = defaultValue.split(" ");
  return (
    <fieldset id={id} className={className} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-2 font-medium text-sm">{label}</legend>
      {error ? (
        <p id={`${id}-error`} className="mb-2 flex gap-2 text-madder text-sm">
          <span aria-hidden="true" className="mt-1 w-0.75 shrink-0 self-stretch bg-madder" />
          {error}
        </p>
      ) : null}
      <div className="grid gap-x-8 gap-y-1 md:grid-cols-2">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            name={name}
            value={option.value}
            label={option.label}
            hint={option.hint}
            defaultChecked={chosen.includes(option.value)}
            aria-invalid={error ? true : undefined}
          />
        ))}
      </div>
    </fieldset>
  );
}
