import type { LessonView } from "@stoa/api/learning/schemas";

/** A lesson's title and text, in the language of its course, whatever the reader's own is. */
export function LessonText({ view: { course, lesson } }: { view: Pick<LessonView, "course" | "lesson"> }) {
  return (
    <div lang={course.language}>
      <h1 className="title pt-1 pb-8 text-3xl md:text-4xl">{lesson.title}</h1>
      {/* The API cleans lessons as they are written and declares them clean HTML. */}
      <div className="reading" dangerouslySetInnerHTML={{ __html: lesson.body }} />
    </div>
  );
}
