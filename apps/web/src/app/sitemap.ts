import type { MetadataRoute } from "next";
import { webEnv } from "../env.ts";
import { readApi } from "../server/api.ts";

const PAGE = 100;
/** A sitemap may hold 50,000 addresses; a catalogue that outgrows this needs a sitemap index. */
const MOST = 5_000;

export const dynamic = "force-dynamic";

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const { webUrl } = webEnv();
  const api = await readApi();
  const entries: MetadataRoute.Sitemap = [{ url: webUrl }, { url: `${webUrl}/courses` }, { url: `${webUrl}/impact` }];
  let cursor: string | undefined;
  do {
    const page = await api.courses.list({ limit: PAGE, cursor });
    for (const course of page.items) {
      entries.push({ url: `${webUrl}/courses/${course.slug}`, lastModified: course.publishedAt ?? undefined });
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor && entries.length < MOST);
  return entries;
}
