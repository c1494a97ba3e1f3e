import type { ManagedCourse } from "@stoa/api/courses/schemas";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { When } from "../../../../parts/when.tsx";
import { archiveCourse, deleteCourse, publishCourse, restoreCourse } from "../actions.ts";

/** Draft, on sale, off sale, deleted; each step is taken back by another. */
export function Lifecycle({ course, permissions }: { course: ManagedCourse; permissions: readonly string[] }) {
  const may = (permission: string) => permissions.includes(permission);
  const hidden = { id: course.id };
  return (
    <div className="grid gap-4">
      <Facts
        rows={[
          ["Teacher", course.instructor.name],
          ["First published", <When key="p" at={course.publishedAt} />],
          ["Lessons", course.lessonCount],
          ["Reading time", `${course.minutes} min`],
          ["Version", course.version],
        ]}
      />
      {may("course:publish") && course.status !== "published" && !course.deletedAt ? (
        <ActForm
          id="publish"
          action={publishCourse}
          hidden={hidden}
          submit="Put on sale"
          busy="One moment…"
          size="sm"
        />
      ) : null}
      {may("course:publish") && course.status === "published" ? (
        <Confirmed
          id="archive"
          ask="Take off sale…"
          consequence="Nobody can buy it any more; who owns it keeps it. It can be put on sale again."
          action={archiveCourse}
          hidden={hidden}
          submit="Take off sale"
          busy="One moment…"
          look="secondary"
        />
      ) : null}
      {may("course:delete") && !course.deletedAt ? (
        <Confirmed
          id="delete"
          ask="Delete…"
          consequence="It goes from the shop and from this list. Who owns it keeps it, and it can be restored."
          action={deleteCourse}
          hidden={hidden}
          submit="Delete the course"
          busy="Deleting…"
          look="danger"
        />
      ) : null}
      {may("course:delete") && course.deletedAt ? (
        <ActForm
          id="restore"
          action={restoreCourse}
          hidden={hidden}
          submit="Restore"
          busy="Restoring…"
          look="secondary"
          size="sm"
        />
      ) : null}
    </div>
  );
}
