import { withTransaction } from "@stoa/db";
import { mustBeAllowed } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { csvLines } from "../platform/csv.ts";
import { createCaller } from "../root.ts";
import type { Face } from "./face.ts";
import type { ListExport } from "./list-export.ts";
import { LIST_EXPORTS } from "./list-exports.ts";
import { readForm } from "./read-body.ts";
import { NoSuchRoute, refusal } from "./refuse.ts";
import { answerTraced, requestContext } from "./request-context.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

const PATH = "/export";
/** The filters of a list's screen are a few words. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** A file that is not whole must not look whole: beyond this it breaks off, and the browser says so. */
const EXPORT_ROWS_MAX = 50_000;

/**
 * Gives the list that the path names away as a file, with the filters of its screen. It needs a permission of its own
 * beside the list's (T99); who has not both is told so before anything of the body is read. It is written down before the
 * first row leaves, and read page by page as fast as it is taken, so that its length costs no memory.
 */
export function exportHandler(face: Face): (request: Request) => Promise<Response> {
  return (request) =>
    answerTraced(PATH, request, async (correlationId) => {
      const services = await face.services();
      const headers = new Headers({ "Cache-Control": "no-store" });
      const actor = await face.actorOf(services, request);
      const ctx = requestContext(services, { headers: request.headers, answer: headers, actor, correlationId });
      try {
        mustBeSameOrigin(request, [services.env.ADMIN_URL]);
        const list = new URL(request.url).pathname.slice(PATH.length + 1);
        const wanted = Object.hasOwn(LIST_EXPORTS, list) ? LIST_EXPORTS[list] : undefined;
        mustBeAllowed(actor, wanted?.toCarry ?? "data:export");
        if (!wanted) throw new NoSuchRoute(request.method, PATH);
        mustBeAllowed(actor, wanted.needs);
        const fields = await readForm(request, BODY_LIMIT_BYTES);
        const lines = linesOf(ctx, wanted, fields);
        // Read before the answer begins, so that a filter that is refused is refused as such.
        const first = await lines.next();
        await noteExport(ctx, list, fields);
        headers.set("Content-Type", "text/csv; charset=utf-8");
        headers.set("Content-Disposition", `attachment; filename="${fileNameOf(ctx, list)}"`);
        return new Response(streamOf(ctx, first, lines), { headers });
      } catch (error) {
        return refusal(error, PATH, ctx, headers);
      }
    });
}

/** The file piece by piece: the heading with the first page, then a page at a time. */
async function* linesOf(ctx: Context, list: ListExport, fields: Readonly<Record<string, string>>) {
  const caller = createCaller(ctx);
  const heading = Object.fromEntries(list.columns.map((column) => [column, column]));
  let cursor: string | undefined;
  let rows = 0;
  do {
    const page = await list.page(caller, fields, cursor);
    rows += page.items.length;
    if (rows > EXPORT_ROWS_MAX) throw new Error(`an export has more than ${EXPORT_ROWS_MAX} rows`);
    yield csvLines(list.columns, cursor === undefined ? [heading, ...page.items] : page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** What goes wrong in the middle breaks the file off; the answer has begun, so only the log can say why. */
function streamOf(
  ctx: Context,
  first: IteratorResult<string, void>,
  lines: AsyncGenerator<string, void>,
): ReadableStream {
  const bytes = new TextEncoder();
  let next: IteratorResult<string, void> | null = first;
  return new ReadableStream({
    pull: async (stream) => {
      try {
        const piece = next ?? (await lines.next());
        next = null;
        if (piece.done) stream.close();
        else stream.enqueue(bytes.encode(piece.value));
      } catch (error) {
        ctx.log.error({ err: error, path: PATH }, "export broken off");
        throw error;
      }
    },
    cancel: async () => {
      await lines.return();
    },
  });
}

async function noteExport(ctx: Context, list: string, filters: Readonly<Record<string, string>>): Promise<void> {
  await withTransaction(ctx, (tx) =>
    recordAudit(tx, { action: `${list}.export`, subjectKind: "list", subjectId: list, after: { filters } }),
  );
}

function fileNameOf(ctx: Context, list: string): string {
  return `stoa-${list}-${ctx.clock.now().toISOString().slice(0, 10)}.csv`;
}
