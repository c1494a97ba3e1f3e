"use client";

import { Button } from "@stoa/ui/button";
import { cn } from "@stoa/ui/cn";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type DragEvent, type ReactNode, startTransition, useActionState, useOptimistic, useState } from "react";
import { type Action, UNSENT } from "../../../../forms/act-state.ts";
import { moved } from "./moved.ts";

export interface ReorderableItem {
  id: string;
  title: string;
  content: ReactNode;
}

interface ReorderableProps {
  /** What the list belongs to; sent along with the order. */
  of: string;
  action: Action;
  items: readonly ReorderableItem[];
  className?: string;
}

/** A list that is put in order by two buttons on each item, or by dragging. The buttons work without a script. */
export function Reorderable({ of, action, items, className }: ReorderableProps) {
  const [state, send] = useActionState(action, UNSENT);
  const [order, show] = useOptimistic(items.map((item) => item.id));
  const [dragged, setDragged] = useState<string | null>(null);
  const byId = new Map(items.map((item) => [item.id, item]));
  const put = (ids: string[]) =>
    startTransition(() => {
      show(ids);
      const form = new FormData();
      form.set("of", of);
      form.set("ids", ids.join(","));
      send(form);
    });
  const dropOn = (event: DragEvent, target: string) => {
    event.preventDefault();
    event.stopPropagation();
    setDragged(null);
    if (dragged && order.includes(dragged)) put(moved(order, order.indexOf(dragged), order.indexOf(target)));
  };
  return (
    <>
      <ol className={className}>
        {order.map((id, index) => {
          const item = byId.get(id);
          if (!item) return null;
          return (
            <li
              key={id}
              draggable
              onDragStart={(event) => {
                event.stopPropagation();
                setDragged(id);
              }}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => dragged && order.includes(dragged) && event.preventDefault()}
              onDrop={(event) => dropOn(event, id)}
              className={cn("flex items-start gap-3", dragged === id && "opacity-50")}
            >
              <span className="flex shrink-0 pt-1">
                <Step
                  way="up"
                  title={item.title}
                  ids={moved(order, index, index - 1)}
                  disabled={index === 0}
                  {...{ of, send, put }}
                />
                <Step
                  way="down"
                  title={item.title}
                  ids={moved(order, index, index + 1)}
                  disabled={index === order.length - 1}
                  {...{ of, send, put }}
                />
              </span>
              <div className="min-w-0 grow">{item.content}</div>
            </li>
          );
        })}
      </ol>
      <p aria-live="polite" className={state.problem ? "text-madder text-sm" : "sr-only"}>
        {state.problem?.message ?? state.done}
      </p>
    </>
  );
}

interface StepProps {
  way: "up" | "down";
  title: string;
  ids: string[];
  disabled: boolean;
  of: string;
  send: (form: FormData) => void;
  put: (ids: string[]) => void;
}

function Step({ way, title, ids, disabled, of, send, put }: StepProps) {
  const Arrow = way === "up" ? ArrowUp : ArrowDown;
  return (
    <form
      action={send}
      onSubmit={(event) => {
        event.preventDefault();
        put(ids);
      }}
    >
      <input type="hidden" name="of" value={of} />
      <input type="hidden" name="ids" value={ids.join(",")} />
      {/* Not `disabled`: the button that was pressed keeps the focus at the end of the list. */}
      <Button
        type="submit"
        look="quiet"
        size="sm"
        aria-disabled={disabled || undefined}
        aria-label={`Move ${title} ${way}`}
        className="px-1.5"
      >
        <Arrow aria-hidden="true" />
      </Button>
    </form>
  );
}
