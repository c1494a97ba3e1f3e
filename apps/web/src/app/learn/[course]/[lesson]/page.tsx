import { outcomeOf } from "@stoa/api/http/problem";
import { buttonLook } from "@stoa/ui/button";
import { StoaMark } from "@stoa/ui/mark";
import { Progress } from "@stoa/ui/progress";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { LessonEnd } from "../../../../learning/lesson-end.tsx";
import { LessonOutline } from "../../../../learning/lesson-outline.tsx";
import { LessonText } from "../../../../learning/lesson-text.tsx";
import { ReadingPosition } from "../../../../learning/reading-position.tsx";
import { currentActor, readApi } from "../../../../server/api.ts";
import { TrpcProvider } from "../../../../trpc/client.tsx";

interface Props {
  params: Promise<{ course: string; lesson: string }>;
}

const readLesson = cache(async (course: string, lesson: string) =>
  outcomeOf((await readApi()).learning.lesson({ course, lesson })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { course, lesson } = await params;
  const found = await readLesson(course, lesson);
  return found.ok
    ? { title: `${found.data.lesson.title} · ${found.data.course.title}`, robots: { index: false } }
    : { robots: { index: false } };
}

/** A lesson, like a page of a book: the text, and quietly beside it where one is. */
export default async function LessonPage({ params }: Props) {
  const { course, lesson } = await params;
  const [t, found, actor] = await Promise.all([getTranslations("lesson"), readLesson(course, lesson), currentActor()]);
  if (!found.ok)
    return found.problem.kind === "forbidden" ? (
      <Closed course={course} lesson={lesson} signedIn={actor.kind === "user"} />
    ) : (
      notFound()
    );
  const view = found.data;
  const lessons = view.modules.flatMap((module) => module.lessons);
  const done = lessons.filter((each) => each.completed).length;
  const progress = t("progress", { done, total: lessons.length });
  return (
    <div className="min-h-dvh pb-24">
      <header className="border-line border-b">
        <div className="page flex min-h-14 items-center justify-between gap-6 text-sm">
          <div className="flex min-w-0 items-center gap-3">
            <Link
              href="/learn"
              aria-label={t("toLearning")}
              className="grid size-9 shrink-0 place-items-center rounded-sm"
            >
              <StoaMark className="text-ochre" />
            </Link>
            <Link
              href={`/courses/${view.course.slug}`}
              lang={view.course.language}
              className="truncate rounded-sm text-ink-soft hover:text-ink"
            >
              {view.course.title}
            </Link>
          </div>
          {view.enrolled ? (
            <Progress done={done} total={lessons.length} label={progress} className="w-24 shrink-0 sm:w-40" />
          ) : null}
        </div>
      </header>
      <div className="page grid gap-x-16 pt-8 lg:grid-cols-[14rem_minmax(0,var(--container-reading))] lg:pt-16">
        <nav aria-label={t("outline")} className="pb-8">
          <details className="border-line border-y py-2 lg:hidden">
            <summary className="cursor-pointer rounded-sm py-1 font-medium text-sm">{t("outline")}</summary>
            <div className="py-3">
              <LessonOutline view={view} />
            </div>
          </details>
          <div className="sticky top-8 hidden max-h-[calc(100dvh-4rem)] overflow-y-auto lg:block">
            <LessonOutline view={view} />
          </div>
        </nav>
        <main id="main" tabIndex={-1} className="outline-none">
          <article>
            <p className="label">{t("minutes", { count: view.lesson.minutes })}</p>
            <LessonText view={view} />
          </article>
          <LessonEnd view={view} signedIn={actor.kind === "user"} />
        </main>
      </div>
      {view.enrolled && actor.kind === "user" ? (
        <TrpcProvider correlationId={(await headers()).get("x-correlation-id") ?? ""}>
          <ReadingPosition lessonId={view.lesson.id} position={view.completed ? 0 : view.position} />
        </TrpcProvider>
      ) : null}
    </div>
  );
}

/** The course is somebody's, but not (or not known to be) this reader's. */
async function Closed({ course, lesson, signedIn }: { course: string; lesson: string; signedIn: boolean }) {
  const t = await getTranslations("lesson");
  if (!signedIn) redirect(`/sign-in?next=${encodeURIComponent(`/learn/${course}/${lesson}`)}`);
  return (
    <main id="main" tabIndex={-1} className="page grid min-h-dvh content-center justify-items-start gap-5 outline-none">
      <StoaMark className="size-10 text-ochre" />
      <h1 className="title text-3xl">{t("notYours")}</h1>
      <p className="max-w-reading text-ink-soft text-lg">{t("notYoursHint")}</p>
      <Link href={`/courses/${course}`} className={buttonLook({ look: "primary" })}>
        {t("seeCourse")}
      </Link>
    </main>
  );
}
