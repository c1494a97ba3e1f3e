/** What a form shows after it was sent. Works the same with and without a script. */
export interface FormState {
  /** One sentence about the whole: what happened, first of all to the money. */
  message?: string;
  tone?: "good" | "bad";
  /** What is wrong with a field, by its name. */
  errors?: Readonly<Record<string, string>>;
  /** What was typed, to be shown again; never a password. */
  values?: Readonly<Record<string, string>>;
}

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** One field of a form, as the server describes it. */
export interface FieldSpec {
  name: string;
  label: string;
  type?: "text" | "email" | "password" | "tel" | "select" | "checkbox" | "textarea";
  hint?: string;
  autoComplete?: string;
  inputMode?: "numeric" | "decimal" | "email" | "text";
  maxLength?: number;
  required?: boolean;
  defaultValue?: string;
  options?: readonly { value: string; label: string }[];
}
