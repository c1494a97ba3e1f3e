"use client";

import { Button } from "@stoa/ui/button";
import { TextLink } from "@stoa/ui/text-link";
import { type FormEvent, startTransition, useActionState } from "react";
import { Answer } from "../../../../forms/act-form.tsx";
import { type FieldSpec, UNSENT } from "../../../../forms/act-state.ts";
import { SpecField } from "../../../../forms/spec-field.tsx";
import { updateCourse } from "../actions.ts";

interface CourseFormProps {
  id: string;
  /** The version that the fields show. */
  version: number;
  fields: readonly FieldSpec[];
  mayWrite: boolean;
}

/**
 * The course's own fields. When a colleague has saved in between, nothing of what was typed is lost: theirs can be looked
 * at in another tab, and saving again, now knowingly, writes over it.
 */
export function CourseForm({ id, version, fields, mayWrite }: CourseFormProps) {
  const [state, send, pending] = useActionState(updateCourse, UNSENT);
  const met = state.problem?.code === "course_changed_meanwhile" ? state.problem.details.version : undefined;
  const sendByHand = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => send(data));
  };
  return (
    <form action={send} onSubmit={sendByHand} noValidate className="grid gap-5 sm:grid-cols-2">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={String(met ?? version)} />
      <fieldset disabled={!mayWrite} className="contents">
        {fields.map((spec) => (
          <SpecField key={spec.name} id={`course-${spec.name}`} spec={spec} state={state} />
        ))}
        <div className="grid justify-items-start gap-4 sm:col-span-2">
          <Answer state={state} names={fields.map((field) => field.name)} />
          {met === undefined ? null : (
            <TextLink href={`/courses/${id}`} target="_blank" className="text-sm">
              Look at theirs in another tab
            </TextLink>
          )}
          <Button type="submit" busy={pending}>
            {pending ? "Saving…" : met === undefined ? "Save" : "Save mine over theirs"}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}
