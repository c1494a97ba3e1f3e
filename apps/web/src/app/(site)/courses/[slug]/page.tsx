import { outcomeOf } from "@stoa/api/http/problem";
import { Avatar } from "@stoa/ui/avatar";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { CourseCover } from "@stoa/ui/course-cover";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { BuyBox } from "../../../../catalogue/buy-box.tsx";
import { CourseFacts } from "../../../../catalogue/course-facts.tsx";
import { CourseStructuredData } from "../../../../catalogue/course-structured-data.tsx";
import { Outline } from "../../../../catalogue/outline.tsx";
import { readApi } from "../../../../server/api.ts";

interface Props {
  params: Promise<{ slug: string }>;
}

const readCourse = cache(async (slug: string) => {
  const found = await outcomeOf((await readApi()).courses.get({ slug }));
  if (!found.ok) notFound();
  return found.data;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const course = await readCourse(slug);
  return {
    title: course.title,
    description: course.summary,
    alternates: { canonical: `/courses/${slug}` },
    openGraph: { title: course.title, description: course.summary, url: `/courses/${slug}` },
  };
}

export default async function CoursePage({ params }: Props) {
  const { slug } = await params;
  const [t, course] = await Promise.all([getTranslations("catalogue"), readCourse(slug)]);
  return (
    <article className="page pt-6 md:pt-8">
      <CourseStructuredData course={course} />
      <Breadcrumb
        label={t("way")}
        link={Link}
        crumbs={[
          { label: t("title"), href: "/courses" },
          { label: course.category.name, href: `/courses?category=${course.category.slug}` },
          { label: course.title },
        ]}
      />
      <div className="grid gap-x-14 gap-y-8 pt-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <header className="grid content-start gap-4 lg:col-start-1">
          <h1 lang={course.language} className="title text-4xl">
            {course.title}
          </h1>
          <p lang={course.language} className="max-w-reading text-ink-soft text-lg">
            {course.summary}
          </p>
          <div className="flex items-center gap-3">
            <Avatar name={course.instructor.name} id={course.instructor.name} />
            <div>
              {t("taughtBy", { name: course.instructor.name })}
              <CourseFacts course={course} className="text-ink-faint text-sm" />
            </div>
          </div>
        </header>
        <div className="lg:col-start-2 lg:row-span-3 lg:row-start-1">
          <BuyBox course={course} />
        </div>
        <CourseCover slug={course.slug} cut="wide" className="lg:col-start-1" />
        <div className="grid gap-14 pt-2 lg:col-start-1">
          <section aria-labelledby="about">
            <h2 id="about" className="title pb-3 text-2xl">
              {t("about")}
            </h2>
            {/* The API cleans descriptions as they are written and declares them clean HTML. */}
            <div
              lang={course.language}
              className="reading max-w-reading"
              dangerouslySetInnerHTML={{ __html: course.description }}
            />
          </section>
          <Outline course={course} />
        </div>
      </div>
    </article>
  );
}
