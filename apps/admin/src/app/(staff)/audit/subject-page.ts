import { pageOfId } from "../../../frame/sections.ts";
import { href } from "../../../server/query.ts";

/** Where the subject of an entry is looked at; failing that, everything that was done to it. */
export function subjectPage({ subjectKind, subjectId }: { subjectKind: string; subjectId: string }): string {
  return pageOfId(subjectId) ?? href("/audit", { subjectKind, subjectId });
}
