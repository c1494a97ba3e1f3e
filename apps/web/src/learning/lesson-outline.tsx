import type { LessonView } from "@stoa/api/learning/schemas";
import Link from "next/link";
import { getTranslations } from "next-intl/server";

/** The lessons of the course beside the page: which are read, which is this. */
export async function LessonOutline({ view }: { view: LessonView }) {
  const t = await getTranslations("lesson");
  return (
    <ol className="grid gap-5 text-sm">
      {view.modules.map((module) => (
        <li key={module.id}>
          <p lang={view.course.language} className="pb-1 font-medium">
            {module.title}
          </p>
          <ol>
            {module.lessons.map((lesson) => {
              const here = lesson.id === view.lesson.id;
              const body = (
                <>
                  <span
                    aria-hidden="true"
                    className={`mt-1 h-3.5 w-1 shrink-0 ${lesson.completed ? "bg-ochre" : "bg-stone-deep"}`}
                  />
                  <span>
                    <span lang={view.course.language}>{lesson.title}</span>
                    {lesson.completed ? <span className="sr-only">, {t("read")}</span> : null}
                  </span>
                </>
              );
              const look = "flex min-h-8 gap-3 py-1";
              return (
                <li key={lesson.id}>
                  {lesson.open ? (
                    <Link
                      href={`/learn/${view.course.slug}/${lesson.slug}`}
                      prefetch={false}
                      aria-current={here ? "page" : undefined}
                      className={`${look} rounded-sm text-ink-soft hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink`}
                    >
                      {body}
                    </Link>
                  ) : (
                    <span className={`${look} text-ink-faint`}>
                      {body}
                      <span className="sr-only">, {t("closed")}</span>
                    </span>
                  )}
                </li>
              );
            })}
          </ol>
        </li>
      ))}
    </ol>
  );
}
