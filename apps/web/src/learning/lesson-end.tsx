import type { LessonView } from "@stoa/api/learning/schemas";
import { Button, buttonLook } from "@stoa/ui/button";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { markLesson } from "./actions.ts";

/** What stands under a lesson: done, and on. Works without a script. */
export async function LessonEnd({ view, signedIn }: { view: LessonView; signedIn: boolean }) {
  const t = await getTranslations("lesson");
  const at = (slug: string) => `/learn/${view.course.slug}/${slug}`;
  return (
    <footer className="mt-16 grid gap-8 border-line-strong border-t pt-6">
      {view.enrolled && signedIn ? (
        <form action={markLesson} className="flex flex-wrap items-center gap-4">
          <input type="hidden" name="lessonId" value={view.lesson.id} />
          <input type="hidden" name="completed" value={String(!view.completed)} />
          <input type="hidden" name="next" value={view.next ? at(view.next.slug) : ""} />
          <Button type="submit" look={view.completed ? "quiet" : "primary"}>
            {view.completed ? t("undo") : view.next ? t("doneNext") : t("doneLast")}
          </Button>
          {view.completed ? <p className="text-ink-soft text-sm">{t("isRead")}</p> : null}
        </form>
      ) : (
        <div className="grid justify-items-start gap-3 bg-stone p-6">
          <p>{t("previewNote")}</p>
          <Link href={`/courses/${view.course.slug}`} className={buttonLook({ look: "primary" })}>
            {t("seeCourse")}
          </Link>
        </div>
      )}
      <nav aria-label={t("around")} className="grid gap-4 sm:grid-cols-2">
        {view.previous ? (
          <Link href={at(view.previous.slug)} rel="prev" prefetch={false} className="rounded-sm hover:underline">
            <span className="label block">{t("previous")}</span>
            {view.previous.title}
          </Link>
        ) : (
          <span />
        )}
        {view.next ? (
          <Link
            href={at(view.next.slug)}
            rel="next"
            prefetch={false}
            className="rounded-sm hover:underline sm:text-right"
          >
            <span className="label block">{t("next")}</span>
            {view.next.title}
          </Link>
        ) : null}
      </nav>
    </footer>
  );
}
