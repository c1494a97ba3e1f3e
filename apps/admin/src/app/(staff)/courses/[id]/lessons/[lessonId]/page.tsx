import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Confirmed } from "../../../../../../forms/confirmed.tsx";
import { Way } from "../../../../../../parts/way.tsx";
import { read } from "../../../../../../server/read.ts";
import { removeLesson } from "./actions.ts";
import { LessonEditor } from "./lesson-editor.tsx";

export const metadata: Metadata = { title: "Lesson" };

export default async function LessonPage({ params }: { params: Promise<{ id: string; lessonId: string }> }) {
  const { id, lessonId } = await params;
  const [course, lesson] = await read((caller) =>
    Promise.all([caller.courses.manage.get({ id }), caller.courses.manage.lesson({ id: lessonId })]),
  );
  return (
    <>
      <PageHeader
        way={
          <Way
            crumbs={[
              { label: "Catalogue", href: "/courses" },
              { label: course.title, href: `/courses/${id}` },
              { label: lesson.slug },
            ]}
          />
        }
        title={lesson.title}
      />
      <div className="grid gap-12">
        <LessonEditor lesson={lesson} />
        <Confirmed
          id="remove-lesson"
          ask="Remove the lesson…"
          consequence="It leaves the course. What learners have done in it is kept."
          action={removeLesson}
          hidden={{ courseId: id, id: lessonId }}
          submit="Remove the lesson"
          busy="Removing…"
          look="danger"
        />
      </div>
    </>
  );
}
