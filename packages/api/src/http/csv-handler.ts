import type { Permission } from "../identity/policy.ts";
import { mustBeAllowed } from "../platform/actor.ts";
import type { CsvAnswer } from "../platform/csv.ts";
import { createCaller } from "../root.ts";
import type { Face } from "./face.ts";
import { readForm } from "./read-body.ts";
import { refusal } from "./refuse.ts";
import { answerTraced, requestContext } from "./request-context.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

/** Filters of a list are a few words. */
const BODY_LIMIT_BYTES = 16 * 1024;

/**
 * A form of staff that is answered with a file. Who may not have the file is told so before anything of the body is read,
 * and no more of it is read than such a form can hold.
 */
export function csvHandler(options: {
  face: Face;
  path: string;
  permission: Permission;
  file: (caller: ReturnType<typeof createCaller>, fields: Readonly<Record<string, string>>) => Promise<CsvAnswer>;
}): (request: Request) => Promise<Response> {
  const { face, path, permission, file } = options;
  return (request) =>
    answerTraced(path, request, async (correlationId) => {
      const services = await face.services();
      const headers = new Headers({ "Cache-Control": "no-store" });
      const actor = await face.actorOf(services, request);
      const ctx = requestContext(services, { headers: request.headers, answer: headers, actor, correlationId });
      try {
        mustBeSameOrigin(request, [services.env.ADMIN_URL]);
        mustBeAllowed(actor, permission);
        const { csv, filename, complete } = await file(createCaller(ctx), await readForm(request, BODY_LIMIT_BYTES));
        headers.set("Content-Type", "text/csv; charset=utf-8");
        headers.set("Content-Disposition", `attachment; filename="${filename}"`);
        headers.set("X-Complete", String(complete));
        return new Response(csv, { headers });
      } catch (error) {
        return refusal(error, path, ctx, headers);
      }
    });
}
