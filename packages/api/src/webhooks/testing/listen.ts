import type { TestDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { z } from "zod";
import { EVENTS, type EventData, type EventType, SUBSCRIBABLE } from "../../platform/events.ts";

const envelope = z.object({
  type: z.enum(Object.keys(EVENTS) as EventType[]),
  version: z.int(),
  timestamp: z.iso.datetime(),
  data: z.unknown(),
});

/**
 * Has all events written down for a paused endpoint, so that nothing is sent; gives a way to read what was announced of a
 * type, each checked against its schema.
 */
export async function listen(database: TestDatabase, ownerId: string) {
  await database.sql`insert into webhook_endpoints
    (id, url, description, event_types, status, pause, paused_at, secret_sealed, created_by)
    values (${newId("webhookEndpoint")}, 'https://listener.example.com/', 'All events', ${[...SUBSCRIBABLE]}, 'paused',
      'by_hand', now(), 'never opened', ${ownerId})`;
  return async <T extends EventType>(type: T): Promise<EventData<T>[]> => {
    const rows = await database.sql<{ body: string }[]>`
      select body from webhook_messages where type = ${type} order by created_at, id`;
    return rows.map(({ body }) => {
      const message = envelope.parse(JSON.parse(body));
      const kind: (typeof EVENTS)[EventType] = EVENTS[message.type];
      return kind.data.parse(message.data) as EventData<T>;
    });
  };
}
