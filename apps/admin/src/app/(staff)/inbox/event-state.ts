/** The one word for where an event stands. */
export function eventState(event: { conflicting: boolean; deadAt: Date | null; handledAt: Date | null }): string {
  if (event.handledAt) return "handled";
  if (event.deadAt) return "dead";
  return "waiting";
}
