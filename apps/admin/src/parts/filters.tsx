import { Button } from "@stoa/ui/button";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import { Select } from "@stoa/ui/select";
import Form from "next/form";

export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly options: readonly { value: string; label: string }[];
}

/** Search and filters of a list: a form that is a link, so a view can be kept and sent. */
export function Filters({
  action,
  search,
  choices = [],
  params,
}: {
  action: string;
  search?: { name: string; label: string; hint?: string };
  choices?: readonly Choice[];
  params: Readonly<Record<string, string>>;
}) {
  return (
    <Form action={action} className="flex flex-wrap items-end gap-4 pb-6">
      {search ? (
        <Field id={`filter-${search.name}`} label={search.label} className="grow basis-64">
          {(wiring) => (
            <Input
              {...wiring}
              type="search"
              name={search.name}
              defaultValue={params[search.name]}
              placeholder={search.hint}
            />
          )}
        </Field>
      ) : null}
      {choices.map((choice) => (
        <Field key={choice.name} id={`filter-${choice.name}`} label={choice.label} className="basis-44">
          {(wiring) => (
            <Select {...wiring} name={choice.name} defaultValue={params[choice.name] ?? ""}>
              <option value="">{choice.any}</option>
              {choice.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      <Button type="submit" look="secondary">
        Show
      </Button>
    </Form>
  );
}
