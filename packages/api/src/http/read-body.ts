import { BODY_LIMIT_BYTES, BodyCutOff, BodyNotForm, BodyNotJson, BodyTooLarge } from "./refuse.ts";

/** The body's bytes, at most `limit` of them, read no further than that. Throws `BodyTooLarge`, `BodyCutOff`. */
export async function readBytes(request: Request, limit = BODY_LIMIT_BYTES): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit) throw new BodyTooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > limit) throw new BodyTooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body piece by piece, as it arrives. Throws `BodyCutOff`. */
export async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    for await (const chunk of body) yield chunk;
  } catch {
    throw new BodyCutOff();
  }
}

/** A JSON object from the body; an empty body is an empty object. Throws `BodyTooLarge`, `BodyNotJson`. */
export async function readJson(request: Request, limit = BODY_LIMIT_BYTES): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request, limit);
  if (bytes.byteLength === 0) return {};
  if (!request.headers.get("content-type")?.toLowerCase().startsWith("application/json")) throw new BodyNotJson();
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    throw new BodyNotJson();
  }
  throw new BodyNotJson();
}

/** The fields of a posted form, the last of each name. Throws `BodyTooLarge`, `BodyNotForm`. */
export async function readForm(request: Request, limit = BODY_LIMIT_BYTES): Promise<Record<string, string>> {
  const type = request.headers.get("content-type")?.toLowerCase() ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) throw new BodyNotForm();
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(await readBytes(request, limit))));
}
