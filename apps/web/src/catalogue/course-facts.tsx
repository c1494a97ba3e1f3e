import type { CourseCard } from "@stoa/api/courses/schemas";
import { getTranslations } from "next-intl/server";

/** A course in one line: level, lessons, hours. */
export async function CourseFacts({
  course,
  className,
}: {
  course: Pick<CourseCard, "difficulty" | "lessonCount" | "minutes">;
  className?: string;
}) {
  const t = await getTranslations("catalogue");
  const facts = [
    t(`level.${course.difficulty}`),
    t("lessons", { count: course.lessonCount }),
    durationOf(course.minutes, (hours, minutes) => t("duration", { hours, minutes })),
  ];
  return <p className={className}>{facts.join(" · ")}</p>;
}

function durationOf(total: number, write: (hours: number, minutes: number) => string): string {
  return write(Math.floor(total / 60), total % 60);
}
