import { type Currency, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { may } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { FINDERS } from "./search-finders.ts";
import type { FoundRecord } from "./search-schemas.ts";
import { searchTermOf } from "./search-term.ts";

/** Of each kind and way; whoever wants more goes to its list. */
const SHOWN_MAX = 5;
/** What a walk along an index may read before the latest of it are shown. */
const WALK_MAX = 200;

type Row = Omit<FoundRecord, "amount"> & { [column: string]: unknown; minor: string | null; currency: Currency };

/**
 * Records of every kind that the asker may see, by what a person has at hand: a number, an address, a name, a code, an id
 * of ours or of a gateway. One statement, of walks along indexes that end after a few rows. A kind that the asker may not
 * see is not asked about at all, so neither the answer nor its time tells that there is one.
 */
export async function searchRecords(ctx: Context, { q }: { q: string }): Promise<FoundRecord[]> {
  const term = searchTermOf(q);
  const walks = FINDERS.filter(({ needs }) => may(ctx.actor, needs)).flatMap(({ kind, rows, ways }) =>
    ways(term, ctx.actor)
      .filter((way) => way !== null)
      .map(
        (way) => sql`(select ${kind} as kind, id, label, detail, state, minor, currency, under
          from (${rows} where ${way} limit ${WALK_MAX}) as walked order by at desc limit ${SHOWN_MAX})`,
      ),
  );
  if (walks.length === 0) return [];
  const found = await ctx.db.execute<Row>(sql.join(walks, sql` union all `));
  const once = new Map(found.map((row) => [`${row.kind}:${row.id}`, row]));
  return [...once.values()].map(({ minor, currency, ...row }) => ({
    ...row,
    amount: minor === null ? null : money(Number(minor), currency),
  }));
}
