import { Button } from "@stoa/ui/button";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import { Select } from "@stoa/ui/select";
import { TextLink } from "@stoa/ui/text-link";
import Form from "next/form";
import Link from "next/link";

export interface TextFilter {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type?: "search" | "date";
}

export interface Choice {
  readonly name: string;
  readonly label: string;
  /** The choice of no choice; without it one of the options always holds. */
  readonly any?: string;
  readonly options: readonly { value: string; label: string }[];
}

export interface FiltersProps {
  action: string;
  texts?: readonly TextFilter[];
  choices?: readonly Choice[];
  params: Readonly<Record<string, string>>;
  /** Params of the view that are no filters and stay. */
  kept?: readonly string[];
}

/** Search and filters of a list: a form that is a link, so a view can be kept and sent. */
export function Filters({ action, texts = [], choices = [], params, kept = [] }: FiltersProps) {
  const names = [...texts, ...choices].map((filter) => filter.name);
  const filtered = names.some((name) => params[name]);
  return (
    <Form action={action} className="flex flex-wrap items-end gap-3 pb-6">
      {["sort", ...kept].map((name) =>
        params[name] ? <input key={name} type="hidden" name={name} value={params[name]} /> : null,
      )}
      {texts.map(({ name, label, hint, type = "search" }) => (
        <Field
          key={name}
          id={`filter-${name}`}
          label={label}
          className={type === "date" ? "" : "min-w-0 grow basis-56"}
        >
          {(wiring) => (
            <Input
              {...wiring}
              type={type}
              name={name}
              defaultValue={params[name]}
              placeholder={hint}
              className="min-h-9 py-1 text-sm"
            />
          )}
        </Field>
      ))}
      {choices.map(({ name, label, any, options }) => (
        <Field key={name} id={`filter-${name}`} label={label} className="basis-40">
          {(wiring) => (
            <Select {...wiring} name={name} defaultValue={params[name] ?? ""} className="min-h-9 py-1 text-sm">
              {any ? <option value="">{any}</option> : null}
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      <Button type="submit" look="secondary" size="sm" className="min-h-9">
        Show
      </Button>
      {filtered && kept.length === 0 ? (
        <TextLink asChild quiet className="py-1.5 text-sm">
          <Link href={action}>Show all</Link>
        </TextLink>
      ) : null}
    </Form>
  );
}
