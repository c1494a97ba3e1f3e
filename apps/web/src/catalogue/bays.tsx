import type { CourseCard } from "@stoa/api/courses/schemas";
import { CourseCover } from "@stoa/ui/course-cover";
import Link from "next/link";
import type { CSSProperties } from "react";

/** Courses as the bays of a colonnade that runs away from us: each a little smaller than the one before. */
export function Bays({ courses, label }: { courses: readonly CourseCard[]; label: string }) {
  if (courses.length === 0) return null;
  return (
    <section aria-label={label} className="overflow-hidden border-line border-b bg-stone">
      <ul className="page flex snap-x scroll-p-5 items-end gap-4 overflow-x-auto pt-10 md:gap-6 md:overflow-visible">
        {courses.map((course, index) => (
          <li
            key={course.id}
            className="w-[58vw] max-w-60 shrink-0 snap-start md:w-auto md:max-w-none md:shrink md:grow-(--bay) md:basis-0"
            style={{ "--bay": 0.84 ** index } as CSSProperties}
          >
            <Link href={`/courses/${course.slug}`} prefetch={false} className="group grid gap-3 rounded-sm">
              <span
                lang={course.language}
                className="title text-balance text-lg leading-tight group-hover:underline group-hover:decoration-1 group-hover:underline-offset-4 lg:text-xl"
              >
                {course.title}
              </span>
              <CourseCover slug={course.slug} cut="standing" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
