import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Join } from "../../../affiliate/join.tsx";
import { Overview } from "../../../affiliate/overview.tsx";
import { findOwn } from "../../../affiliate/own.ts";
import { readApi } from "../../../server/api.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("affiliate");
  return { title: t("title"), description: t("metaLead") };
}

/** For affiliates, how they do; for everybody else, how one becomes one. */
export default async function AffiliatePage() {
  const own = await findOwn();
  if (own === null) return <Join />;
  return <Overview own={own} stats={await (await readApi()).affiliates.dashboard({})} />;
}
