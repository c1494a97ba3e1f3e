import { Button } from "@stoa/ui/button";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import { Select } from "@stoa/ui/select";
import { getTranslations } from "next-intl/server";
import type { CourseSearch } from "./search.ts";

const LEVELS = ["beginner", "intermediate", "advanced"] as const;
const SORTS = ["newest", "price_asc", "price_desc", "title"] as const;

/** Search, filters and order as one plain form: it asks by address, so every result can be kept and sent. */
export async function SearchForm({
  search,
  categories,
}: {
  search: CourseSearch;
  categories: readonly { slug: string; name: string }[];
}) {
  const t = await getTranslations("catalogue");
  return (
    <search>
      <form
        action="/courses"
        className="grid grid-cols-2 items-end gap-4 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_auto]"
      >
        <Field id="q" label={t("search")} className="col-span-2 lg:col-span-1">
          {(wiring) => (
            <Input
              {...wiring}
              type="search"
              name="q"
              defaultValue={search.q}
              maxLength={100}
              placeholder={t("searchHint")}
            />
          )}
        </Field>
        <Field id="category" label={t("subject")}>
          {(wiring) => (
            <Select {...wiring} name="category" defaultValue={search.category ?? ""}>
              <option value="">{t("allSubjects")}</option>
              {categories.map((category) => (
                <option key={category.slug} value={category.slug}>
                  {category.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field id="difficulty" label={t("levelLabel")}>
          {(wiring) => (
            <Select {...wiring} name="difficulty" defaultValue={search.difficulty ?? ""}>
              <option value="">{t("allLevels")}</option>
              {LEVELS.map((level) => (
                <option key={level} value={level}>
                  {t(`level.${level}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field id="sort" label={t("order")}>
          {(wiring) => (
            <Select {...wiring} name="sort" defaultValue={search.sort}>
              {SORTS.map((sort) => (
                <option key={sort} value={sort}>
                  {t(`sort.${sort}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" look="secondary">
          {t("show")}
        </Button>
      </form>
    </search>
  );
}
