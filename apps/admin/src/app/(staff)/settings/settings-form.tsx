import type { ReactNode } from "react";
import { ActForm, type ActFormProps } from "../../../forms/act-form.tsx";

interface SettingsFormProps extends Pick<ActFormProps, "id" | "action" | "fields"> {
  /** What the settings govern, and from when on. */
  lead: string;
  mayWrite: boolean;
  /** The settings as those see them who may not change them. */
  shown: ReactNode;
}

/** Settings that are saved together, in two columns: a form for those who may change them, and their words for others. */
export function SettingsForm({ lead, mayWrite, shown, ...form }: SettingsFormProps) {
  return (
    <>
      <p className="max-w-reading text-ink-soft text-sm">{lead}</p>
      {mayWrite ? (
        <ActForm
          {...form}
          className="grid max-w-3xl gap-5 sm:grid-cols-2"
          submit="Save"
          busy="Saving…"
          look="secondary"
        />
      ) : (
        shown
      )}
    </>
  );
}
