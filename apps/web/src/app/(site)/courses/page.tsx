import { outcomeOf } from "@stoa/api/http/problem";
import { buttonLook } from "@stoa/ui/button";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Pager } from "@stoa/ui/pager";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { CourseTile } from "../../../catalogue/course-tile.tsx";
import { courseSearch, isFiltered, type SearchParams, searchHref } from "../../../catalogue/search.ts";
import { SearchForm } from "../../../catalogue/search-form.tsx";
import { readApi } from "../../../server/api.ts";

interface Props {
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("catalogue");
  const search = courseSearch(await searchParams);
  return {
    title: t("title"),
    description: t("lead"),
    alternates: { canonical: searchHref(search, { cursor: undefined }) },
    robots: search.q || search.cursor ? { index: false, follow: true } : undefined,
  };
}

export default async function CataloguePage({ searchParams }: Props) {
  const [t, api, params] = await Promise.all([getTranslations("catalogue"), readApi(), searchParams]);
  const search = courseSearch(params);
  const [listed, categories] = await Promise.all([outcomeOf(api.courses.list(search)), api.courses.categories()]);
  // A cursor of another list, or one that has gone stale: the first page is the answer.
  const page = listed.ok ? listed.data : await api.courses.list({ ...search, cursor: undefined });
  return (
    <div className="page py-10 md:py-14">
      <PageHeader title={t("title")} lead={t("lead")} />
      <SearchForm search={search} categories={categories.items} />
      <div className="pt-10">
        {page.items.length === 0 ? (
          <EmptyState
            title={isFiltered(search) ? t("noneFound") : t("noneYet")}
            action={
              isFiltered(search) ? (
                <Link href="/courses" className={buttonLook({ look: "secondary" })}>
                  {t("clear")}
                </Link>
              ) : null
            }
          >
            {isFiltered(search) ? t("noneFoundHint") : t("noneYetHint")}
          </EmptyState>
        ) : (
          <ul className="grid gap-x-8 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
            {page.items.map((course) => (
              <li key={course.id}>
                <CourseTile course={course} />
              </li>
            ))}
          </ul>
        )}
        <Pager
          label={t("pages")}
          firstHref={search.cursor ? searchHref(search, { cursor: undefined }) : null}
          nextHref={page.nextCursor ? searchHref(search, { cursor: page.nextCursor }) : null}
          firstLabel={t("first")}
          nextLabel={t("more")}
          endLabel={t("end")}
        />
      </div>
    </div>
  );
}
