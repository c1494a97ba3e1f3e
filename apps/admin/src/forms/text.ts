import { mustBeForm } from "@stoa/api/http/must-be-form";

/** A field of a form as text; a file or nothing is the empty text. */
export function text(form: FormData, name: string): string {
  mustBeForm(form);
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
