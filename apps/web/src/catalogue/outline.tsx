import type { CourseDetail } from "@stoa/api/courses/schemas";
import { Badge } from "@stoa/ui/badge";
import Link from "next/link";
import { getTranslations } from "next-intl/server";

/** What is taught, in order. Lessons that are open to everybody are links. */
export async function Outline({ course }: { course: CourseDetail }) {
  const t = await getTranslations("catalogue");
  return (
    <section aria-labelledby="outline">
      <h2 id="outline" className="title pb-4 text-2xl">
        {t("outline")}
      </h2>
      <ol className="grid gap-8">
        {course.modules.map((module, index) => (
          <li key={module.id} className="grid gap-x-6 gap-y-2 sm:grid-cols-[3rem_minmax(0,1fr)]">
            <span aria-hidden="true" className="title figures text-2xl text-ochre-ink">
              {index + 1}
            </span>
            <div>
              <h3 lang={course.language} className="title border-line-strong border-b pb-2 text-xl">
                {module.title}
              </h3>
              <ol>
                {module.lessons.map((lesson) => (
                  <li key={lesson.id} className="flex items-baseline justify-between gap-4 border-line border-b py-2.5">
                    <span className="flex flex-wrap items-baseline gap-x-3">
                      {lesson.preview ? (
                        <Link
                          href={`/learn/${course.slug}/${lesson.slug}`}
                          prefetch={false}
                          className="rounded-sm text-aegean underline decoration-1 underline-offset-[0.2em]"
                        >
                          {lesson.title}
                        </Link>
                      ) : (
                        lesson.title
                      )}
                      {lesson.preview ? <Badge tone="info">{t("preview")}</Badge> : null}
                    </span>
                    <span className="figures whitespace-nowrap text-ink-faint text-sm">
                      {t("minutes", { count: lesson.minutes })}
                    </span>
                  </li>
                ))}
              </ol>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
