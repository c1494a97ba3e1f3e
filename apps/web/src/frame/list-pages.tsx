import { Pager } from "@stoa/ui/pager";
import { getTranslations } from "next-intl/server";

interface ListPagesProps {
  /** The address of the list's first page. */
  path: string;
  /** Where this page begins; undefined on the first. */
  cursor: string | undefined;
  next: string | null;
}

/** The steps through one of the reader's own lists. A list that fits a page has none. */
export async function ListPages({ path, cursor, next }: ListPagesProps) {
  const t = await getTranslations("frame.pages");
  return (
    <Pager
      label={t("label")}
      firstHref={cursor ? path : null}
      nextHref={next ? `${path}?cursor=${encodeURIComponent(next)}` : null}
      firstLabel={t("first")}
      nextLabel={t("next")}
      endLabel={t("end")}
    />
  );
}
