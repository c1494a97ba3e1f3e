import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Way } from "../../../../parts/way.tsx";
import { mustBeColleague } from "../../../../server/session.ts";
import { createCourse } from "../actions.ts";
import { courseFields } from "../course-fields.ts";

export const metadata: Metadata = { title: "New course" };

export default async function NewCoursePage() {
  const me = await mustBeColleague();
  if (!me.permissions.has("course:write")) forbidden();
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Catalogue", href: "/courses" }, { label: "New course" }]} />}
        title="New course"
        lead="It begins as a draft that only staff see. Lessons come next."
      />
      <ActForm
        id="course"
        action={createCourse}
        fields={courseFields()}
        submit="Make the draft"
        busy="Making it…"
        className="grid max-w-3xl gap-5 sm:grid-cols-2"
      />
    </>
  );
}
