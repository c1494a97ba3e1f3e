import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { adminEnv } from "../../../../env.ts";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { Way } from "../../../../parts/way.tsx";
import { href } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { courseFields } from "../course-fields.ts";
import { CourseForm } from "./course-form.tsx";
import { Lifecycle } from "./lifecycle.tsx";
import { OutlineEditor } from "./outline-editor.tsx";

export const metadata: Metadata = { title: "Course" };

export default async function CoursePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const me = await mustBeColleague();
  const course = await read((caller) => caller.courses.manage.get({ id }));
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Catalogue", href: "/courses" }, { label: course.slug }]} />}
        title={course.title}
        actions={<StateBadge state={course.deletedAt ? "deleted" : course.status} />}
      />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-1 content-start gap-10">
          <Section title="Outline">
            <OutlineEditor courseId={id} modules={course.modules} mayWrite={me.permissions.has("course:write")} />
          </Section>
          <Section title="About the course">
            <CourseForm
              id={id}
              version={course.version}
              fields={courseFields(course)}
              mayWrite={me.permissions.has("course:write")}
            />
          </Section>
        </div>
        <div className="grid grid-cols-1 content-start gap-10">
          <Section title="On sale">
            <Lifecycle course={course} permissions={[...me.permissions]} />
          </Section>
          <Section title="Elsewhere">
            <ul className="grid gap-1.5 text-sm">
              {course.status === "published" && !course.deletedAt ? (
                <li>
                  <RowLink href={`${adminEnv().webUrl}/courses/${course.slug}`}>In the shop</RowLink>
                </li>
              ) : null}
              <li>
                <RowLink href={href("/audit", { subjectKind: "course", subjectId: id })}>Who changed what</RowLink>
              </li>
            </ul>
          </Section>
        </div>
      </div>
    </>
  );
}
