import { DomainError, type ErrorShape, HTTP_STATUS } from "@stoa/kit";
import { readBytes } from "./read-body.ts";
import { BodyTooLarge } from "./refuse.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

/** Parts in which React writes the arguments of a server action, with and without a script; each holds JSON. */
const ARGUMENTS = { called: /^\d+$/, posted: /^\$ACTION_\d+:\d+$/ } as const;

export class UnreadablePost extends DomainError {
  constructor() {
    super("invalid_input", "unreadable_post", "This form did not arrive whole. Nothing was changed; send it again.");
  }
}

/**
 * The answer to a post that no page of ours sends: from another site, too large, cut off in the middle, or with arguments
 * that are no JSON. Next answers all of these with 500. Null when the post may go on, and for whatever is none to a page.
 */
export async function refusalOfPost(
  request: Request,
  { ownUrl, limitBytes, correlationId }: { ownUrl: string; limitBytes: number; correlationId: string },
): Promise<Response | null> {
  const path = new URL(request.url).pathname;
  if (request.method !== "POST" || path.startsWith("/api/")) return null;
  const type = request.headers.get("content-type") ?? "";
  const isCall = request.headers.has("next-action");
  if (!isCall && !isForm(type)) return null;
  try {
    mustBeSameOrigin(request, [new URL(ownUrl).origin]);
    await mustBeReadable(await readBytes(request, limitBytes), type, isCall);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return answer(error, path, correlationId);
  }
}

async function mustBeReadable(body: Uint8Array, type: string, isCall: boolean): Promise<void> {
  const texts = isForm(type) ? await argumentsOf(body, type, isCall) : isCall ? [new TextDecoder().decode(body)] : [];
  // A call without the part that holds its arguments waits for it in vain.
  if (isCall && texts.length === 0) throw new UnreadablePost();
  for (const text of texts) if (!isJson(text)) throw new UnreadablePost();
}

async function argumentsOf(body: Uint8Array, type: string, isCall: boolean): Promise<string[]> {
  const form = await new Response(Buffer.from(body), { headers: { "Content-Type": type } }).formData().catch(() => {
    throw new UnreadablePost();
  });
  const names = isCall ? ARGUMENTS.called : ARGUMENTS.posted;
  return [...form].flatMap(([name, value]) => (names.test(name) && typeof value === "string" ? [value] : []));
}

function isForm(type: string): boolean {
  return type.toLowerCase().startsWith("multipart/form-data");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function answer(refusal: DomainError, path: string, correlationId: string): Response {
  const { code, message, details } = refusal;
  const error: ErrorShape = { code, message, details, path, timestamp: new Date().toISOString(), correlationId };
  const status = refusal instanceof BodyTooLarge ? 413 : HTTP_STATUS[refusal.kind];
  return Response.json(
    { error },
    { status, headers: { "Cache-Control": "no-store", "X-Correlation-Id": correlationId } },
  );
}
