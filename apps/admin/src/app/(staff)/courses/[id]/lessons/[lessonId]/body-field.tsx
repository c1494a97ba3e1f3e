"use client";

import { Button } from "@stoa/ui/button";
import { Field } from "@stoa/ui/field";
import { Textarea } from "@stoa/ui/input";
import { useEffect, useRef, useState } from "react";
import { type ActState, errorOf } from "../../../../../../forms/act-state.ts";
import { MARKS, type Mark, wrapped } from "./marks.ts";
import { RichPreview } from "./rich-preview.tsx";

/** The text as it is kept, marks beside it, and below it the page as learners read it. */
export function BodyField({ initial, state, onEdit }: { initial: string; state: ActState; onEdit: () => void }) {
  const [body, setBody] = useState(initial);
  const area = useRef<HTMLTextAreaElement>(null);
  const after = useRef<{ start: number; end: number } | null>(null);
  useEffect(() => {
    if (!after.current) return;
    area.current?.focus();
    area.current?.setSelectionRange(after.current.start, after.current.end);
    after.current = null;
  });
  const put = (mark: Mark) => {
    if (!area.current) return;
    const next = wrapped(body, area.current.selectionStart, area.current.selectionEnd, mark);
    after.current = next;
    setBody(next.text);
    onEdit();
  };
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <Field
        id="lesson-body"
        label="Text"
        hint="HTML of these kinds alone: p, br, strong, em, ul, ol, li, a. All else is taken out when it is saved."
        error={errorOf(state, "body")}
      >
        {(wiring) => (
          <div className="grid gap-2">
            <div role="toolbar" aria-label="Marks" aria-controls={wiring.id} className="flex flex-wrap gap-1">
              {MARKS.map((mark) => (
                <Button key={mark.name} look="secondary" size="sm" onClick={() => put(mark)}>
                  {mark.name}
                </Button>
              ))}
            </div>
            <Textarea
              {...wiring}
              ref={area}
              name="body"
              rows={18}
              value={body}
              onChange={(event) => setBody(event.target.value)}
              className="max-h-[70vh] font-mono text-sm leading-relaxed"
            />
          </div>
        )}
      </Field>
      <section aria-label="As learners read it" className="grid content-start gap-1.5">
        <p className="font-medium text-sm">As learners read it</p>
        <div className="reading max-h-[70vh] overflow-y-auto rounded-md border border-line bg-surface p-6">
          <RichPreview html={body} />
        </div>
      </section>
    </div>
  );
}
