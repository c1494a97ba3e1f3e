import type { CourseCard } from "@stoa/api/courses/schemas";
import { CourseCover } from "@stoa/ui/course-cover";
import { Price } from "@stoa/ui/price";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { CourseFacts } from "./course-facts.tsx";

/** A course in the catalogue. The whole tile leads to it; only its title is the link that is read out. */
export async function CourseTile({ course }: { course: CourseCard }) {
  const [t, locale] = await Promise.all([getTranslations("catalogue"), getLocale()]);
  return (
    <article className="group relative grid h-full grid-rows-[auto_1fr_auto] gap-4">
      <CourseCover slug={course.slug} />
      <div lang={course.language} className="grid content-start gap-1.5">
        <h2 className="title text-xl">
          <Link
            href={`/courses/${course.slug}`}
            prefetch={false}
            className="rounded-sm after:absolute after:inset-0 group-hover:underline group-hover:decoration-1 group-hover:underline-offset-4"
          >
            {course.title}
          </Link>
        </h2>
        <p className="text-ink-soft text-sm">{course.summary}</p>
      </div>
      <div className="flex items-end justify-between gap-4 border-line border-t pt-2.5 text-ink-faint text-sm">
        <div>
          <p>{t("by", { name: course.instructor.name })}</p>
          <CourseFacts course={course} />
        </div>
        <Price value={course.price} locale={locale} freeLabel={t("free")} className="font-medium text-base text-ink" />
      </div>
    </article>
  );
}
