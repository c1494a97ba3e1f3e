import type { OutlineModule } from "@stoa/api/courses/schemas";
import { Badge } from "@stoa/ui/badge";
import { EmptyState } from "@stoa/ui/empty-state";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { addLesson, addModule, removeModule, renameModule, reorderLessons, reorderModules } from "./outline-actions.ts";
import { Reorderable } from "./reorderable.tsx";

interface OutlineProps {
  courseId: string;
  modules: readonly OutlineModule[];
  mayWrite: boolean;
}

/** Modules and lessons, in their order. */
export function OutlineEditor({ courseId, modules, mayWrite }: OutlineProps) {
  if (!mayWrite) return <OutlineToRead modules={modules} />;
  return (
    <>
      {modules.length === 0 ? (
        <EmptyState title="No modules yet.">A course is sold by its modules; lessons lie inside them.</EmptyState>
      ) : null}
      <Reorderable
        of={courseId}
        action={reorderModules}
        className="grid gap-4"
        items={modules.map((module) => ({
          id: module.id,
          title: module.title,
          content: <ModuleSlab courseId={courseId} module={module} />,
        }))}
      />
      <ActForm
        id="add-module"
        inline
        again
        action={addModule}
        hidden={{ courseId }}
        fields={[{ name: "title", label: "One more module", className: "grow basis-56" }]}
        submit="Add the module"
        busy="Adding…"
        look="secondary"
      />
    </>
  );
}

function ModuleSlab({ courseId, module }: { courseId: string; module: OutlineModule }) {
  return (
    <article aria-labelledby={module.id} className="grid gap-3 rounded-md border border-line bg-surface p-4">
      <h3 id={module.id} className="title text-lg">
        {module.title}
      </h3>
      <Reorderable
        of={module.id}
        action={reorderLessons}
        className="divide-y divide-line"
        items={module.lessons.map((lesson) => ({
          id: lesson.id,
          title: lesson.title,
          content: <LessonRow courseId={courseId} lesson={lesson} />,
        }))}
      />
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-aegean text-sm">
          Add a lesson, rename, remove<span className="sr-only">: {module.title}</span>
        </summary>
        <div className="grid gap-5 pt-4">
          <ActForm
            id={`add-lesson-${module.id}`}
            inline
            again
            action={addLesson}
            hidden={{ moduleId: module.id }}
            fields={[
              { name: "title", label: "Title of the lesson", className: "grow basis-48" },
              { name: "slug", label: "Address", hint: "small-letters", className: "basis-40" },
            ]}
            submit="Add the lesson"
            busy="Adding…"
            look="secondary"
          />
          <ActForm
            id={`rename-${module.id}`}
            inline
            action={renameModule}
            hidden={{ id: module.id }}
            fields={[
              { name: "title", label: "Title of the module", defaultValue: module.title, className: "grow basis-48" },
            ]}
            submit="Rename"
            busy="Renaming…"
            look="secondary"
          />
          <Confirmed
            id={`remove-${module.id}`}
            ask="Remove the module…"
            consequence="It leaves the course with its lessons. What learners have done in them is kept."
            action={removeModule}
            hidden={{ id: module.id }}
            submit="Remove the module"
            busy="Removing…"
            look="danger"
          />
        </div>
      </details>
    </article>
  );
}

type Lesson = OutlineModule["lessons"][number];

function LessonRow({ courseId, lesson }: { courseId: string; lesson: Lesson }) {
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1">
      <RowLink href={`/courses/${courseId}/lessons/${lesson.id}`}>{lesson.title}</RowLink>
      <span className="figures text-ink-faint text-sm">{lesson.minutes} min</span>
      {lesson.preview ? <Badge tone="info">open to all</Badge> : null}
    </div>
  );
}

function OutlineToRead({ modules }: Pick<OutlineProps, "modules">) {
  return (
    <ol className="grid gap-4">
      {modules.map((module) => (
        <li key={module.id}>
          <h3 className="title text-lg">{module.title}</h3>
          <ul className="text-sm">
            {module.lessons.map((lesson) => (
              <li key={lesson.id}>{lesson.title}</li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
