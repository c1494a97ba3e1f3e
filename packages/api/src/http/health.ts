import { sql } from "drizzle-orm";
import type { Face } from "./face.ts";

/** Alive: the process answers. */
export function liveHandler(): Response {
  return Response.json({ status: "live" });
}

/** Ready: the process can serve. Asks Postgres; the cache and the queue may be away without a request failing. */
export function readyHandler(face: Pick<Face, "services">): () => Promise<Response> {
  return async () => {
    try {
      const { db } = await face.services();
      await db.execute(sql`select 1`);
      return Response.json({ status: "ready" });
    } catch {
      return Response.json({ status: "unavailable", postgres: "not answering" }, { status: 503 });
    }
  };
}
