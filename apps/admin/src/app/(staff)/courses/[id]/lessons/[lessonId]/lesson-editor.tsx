"use client";

import { Button } from "@stoa/ui/button";
import { type FormEvent, startTransition, useActionState, useEffect, useState } from "react";
import { Answer } from "../../../../../../forms/act-form.tsx";
import { type FieldSpec, UNSENT } from "../../../../../../forms/act-state.ts";
import { SpecField } from "../../../../../../forms/spec-field.tsx";
import { updateLesson } from "./actions.ts";
import { BodyField } from "./body-field.tsx";

export interface LessonToEdit {
  id: string;
  title: string;
  slug: string;
  minutes: number;
  preview: boolean;
  body: string;
}

function fieldsOf(lesson: LessonToEdit): FieldSpec[] {
  return [
    { name: "title", label: "Title", defaultValue: lesson.title, className: "sm:col-span-2" },
    { name: "slug", label: "Address", defaultValue: lesson.slug },
    {
      name: "minutes",
      label: "Reading time in minutes",
      type: "number",
      inputMode: "numeric",
      defaultValue: String(lesson.minutes),
    },
    {
      name: "preview",
      label: "Open to everybody",
      hint: "Shown in the shop before anything is bought",
      type: "checkbox",
      defaultValue: lesson.preview ? "on" : "",
    },
  ];
}

/** A lesson's text and what stands around it. What is not saved holds the page until one says that it may go. */
export function LessonEditor({ lesson }: { lesson: LessonToEdit }) {
  const [state, send, pending] = useActionState(updateLesson, UNSENT);
  const [unsaved, setUnsaved] = useState(false);
  useEffect(() => {
    if (state.done) setUnsaved(false);
  }, [state]);
  useHoldWhile(unsaved);
  const fields = fieldsOf(lesson);
  const sendByHand = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => send(data));
  };
  return (
    <form action={send} onSubmit={sendByHand} onChange={() => setUnsaved(true)} noValidate className="grid gap-6">
      <input type="hidden" name="id" value={lesson.id} />
      <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
        {fields.map((spec) => (
          <SpecField key={spec.name} id={`lesson-${spec.name}`} spec={spec} state={state} />
        ))}
      </div>
      <BodyField initial={state.values.body ?? lesson.body} state={state} onEdit={() => setUnsaved(true)} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" busy={pending}>
          {pending ? "Saving…" : "Save the lesson"}
        </Button>
        <span aria-live="polite" className="text-ink-soft text-sm">
          {unsaved ? "Not saved yet." : ""}
        </span>
      </div>
      <Answer state={state} names={[...fields.map((field) => field.name), "body"]} />
    </form>
  );
}

function useHoldWhile(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [unsaved]);
}
