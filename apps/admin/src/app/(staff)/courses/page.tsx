import { listManagedInput } from "@stoa/api/courses/schemas";
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

const SORTS = listManagedInput.shape.sort.unwrap().options;
const STATES = ["draft", "published", "archived"] as const;

export default async function CoursesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const me = await mustBeColleague();
  const sort = oneOf(params.sort, SORTS) ?? "-changed";
  const page = await read((caller) =>
    caller.courses.manage.list({
      cursor: params.cursor,
      limit: 50,
      sort,
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
        caption="Courses"
        path="/courses"
        params={params}
        page={page}
        sorted={sort}
        keyOf={(course) => course.id}
        empty={{ title: "No courses yet.", hint: "Write the first; nobody sees it until it is published." }}
        noMatch="Loosen the filters, or write a new one."
        columns={[
          {
            head: "Course",
            sort: "title",
            cell: (course) => <RowLink href={`/courses/${course.id}`}>{course.title}</RowLink>,
          },
          {
            head: "State",
            cell: (course) => <StateBadge state={course.deletedAt ? "deleted" : course.status} />,
          },
          {
            head: "Price",
            sort: "price",
            numeric: true,
            cell: (course) => <Amount value={course.price} />,
          },
          { head: "Teacher", cell: (course) => course.instructor.name },
          { head: "Category", cell: (course) => course.category.name },
          {
            head: "Lessons",
            numeric: true,
            cell: (course) => course.lessonCount,
          },
          { head: "Edits", numeric: true, cell: (course) => course.version - 1 },
          {
            head: "Published",
            cell: (course) => <When at={course.publishedAt} />,
          },
        ]}
      />
    </>
  );
}
