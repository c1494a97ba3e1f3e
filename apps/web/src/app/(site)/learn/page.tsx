import type { EnrolmentView } from "@stoa/api/learning/schemas";
import type { OwnPlace } from "@stoa/api/lms/schemas";
import { Badge } from "@stoa/ui/badge";
import { buttonLook } from "@stoa/ui/button";
import { CourseCover } from "@stoa/ui/course-cover";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Progress } from "@stoa/ui/progress";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ListPages } from "../../../frame/list-pages.tsx";
import { PlaceInLms } from "../../../learning/place-in-lms.tsx";
import { readApi } from "../../../server/api.ts";
import { firstPageOnBadCursor } from "../../../server/paging.ts";
import { mustBeSignedIn } from "../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("learning");
  return { title: t("title"), robots: { index: false } };
}

export default async function LearningPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await mustBeSignedIn("/learn");
  const [t, api, { cursor }] = await Promise.all([getTranslations("learning"), readApi(), searchParams]);
  const [page, { unread }, { items: places }] = await Promise.all([
    firstPageOnBadCursor(cursor, (at) => api.learning.enrolments({ cursor: at, limit: 20 })),
    api.notifications.unread(),
    api.lms.mine(),
  ]);
  return (
    <div className="page py-10 md:py-14">
      <PageHeader
        title={t("title")}
        actions={
          <Link href="/notifications" prefetch={false} className={buttonLook({ look: "quiet", size: "sm" })}>
            {t("notifications", { count: unread })}
          </Link>
        }
      />
      {page.items.length === 0 ? (
        <EmptyState
          title={t("empty")}
          action={
            <Link href="/courses" className={buttonLook({ look: "secondary" })}>
              {t("browse")}
            </Link>
          }
        >
          {t("emptyHint")}
        </EmptyState>
      ) : (
        <ul className="grid gap-px">
          {page.items.map((enrolment) => (
            <EnrolmentRow
              key={enrolment.id}
              enrolment={enrolment}
              place={places.find((place) => place.courseId === enrolment.course.id)}
            />
          ))}
        </ul>
      )}
      <ListPages path="/learn" cursor={cursor} next={page.nextCursor} />
    </div>
  );
}

async function EnrolmentRow({ enrolment, place }: { enrolment: EnrolmentView; place: OwnPlace | undefined }) {
  const t = await getTranslations("learning");
  const { course, resume, lessonCount, completedCount } = enrolment;
  const words = t("progress", { done: completedCount, total: lessonCount });
  return (
    <li className="grid items-center gap-x-8 gap-y-4 border-line border-t py-6 last:border-b sm:grid-cols-[9rem_minmax(0,1fr)_auto]">
      <CourseCover slug={course.slug} className="hidden sm:block" />
      <div className="grid gap-2">
        <h2 className="title text-xl">
          <Link href={`/courses/${course.slug}`} prefetch={false} className="rounded-sm hover:underline">
            {course.title}
          </Link>
        </h2>
        <Progress done={completedCount} total={lessonCount} label={words} className="max-w-80" />
        <p className="text-ink-faint text-sm">{words}</p>
        {place ? <PlaceInLms place={place} title={course.title} /> : null}
      </div>
      <div className="grid justify-items-start gap-2">
        {enrolment.completedAt ? <Badge tone="good">{t("completed")}</Badge> : null}
        {enrolment.accessible && resume ? (
          <Link
            href={`/learn/${course.slug}/${resume.slug}`}
            prefetch={false}
            className={buttonLook({ look: completedCount > 0 ? "primary" : "secondary" })}
          >
            {completedCount > 0 ? t("resume") : t("begin")}
            <span className="sr-only">: {resume.title}</span>
          </Link>
        ) : null}
        {enrolment.accessible ? null : <Badge tone="waiting">{t("closed")}</Badge>}
      </div>
    </li>
  );
}
