import { Button } from "@stoa/ui/button";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { Amount } from "../../../parts/amount.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";

export const metadata: Metadata = { title: "Catalogue" };

const STATES = ["draft", "published", "archived"] as const;

export default async function CoursesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const me = await mustBeColleague();
  const page = await read((caller) =>
    caller.courses.manage.list({
      cursor: params.cursor,
      limit: 50,
      q: params.q,
      status: oneOf(params.status, STATES),
      deleted: params.deleted === "yes",
    }),
  );
  return (
    <>
      <PageHeader
        title="Catalogue"
        actions={
          me.permissions.has("course:write") ? (
            <Button asChild size="sm">
              <Link href="/courses/new">New course</Link>
            </Button>
          ) : undefined
        }
      />
      <Filters
        action="/courses"
        params={params}
        texts={[{ name: "q", label: "Find", hint: "Words of the title or the summary" }]}
        choices={[
          { name: "status", label: "State", any: "Any state", options: stateOptions(STATES) },
          { name: "deleted", label: "Deleted", any: "Without", options: [{ value: "yes", label: "Only deleted" }] },
        ]}
      />
      <List
        caption="Courses, the latest changed first"
        path="/courses"
        params={params}
        page={page}
        keyOf={(course) => course.id}
        empty={{ title: "No such course.", hint: "Loosen the filters, or write a new one." }}
        columns={[
          {
            head: "Course",
            cell: (course) => <RowLink href={`/courses/${course.id}`}>{course.title}</RowLink>,
            sortBy: (course) => course.title,
          },
          {
            head: "State",
            cell: (course) => <StateBadge state={course.deletedAt ? "deleted" : course.status} />,
            sortBy: (course) => course.status,
          },
          {
            head: "Price",
            numeric: true,
            cell: (course) => <Amount value={course.price} />,
            sortBy: (course) => course.price.amount,
          },
          { head: "Teacher", cell: (course) => course.instructor.name, sortBy: (course) => course.instructor.name },
          { head: "Category", cell: (course) => course.category.name, sortBy: (course) => course.category.name },
          {
            head: "Lessons",
            numeric: true,
            cell: (course) => course.lessonCount,
            sortBy: (course) => course.lessonCount,
          },
          { head: "Edits", numeric: true, cell: (course) => course.version - 1, sortBy: (course) => course.version },
          {
            head: "Published",
            cell: (course) => <When at={course.publishedAt} />,
            sortBy: (course) => course.publishedAt,
          },
        ]}
      />
    </>
  );
}
