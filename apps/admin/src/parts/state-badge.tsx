import { Badge } from "@stoa/ui/badge";
import { stateOf } from "./states.ts";

export function StateBadge({ state }: { state: string }) {
  const { label, tone } = stateOf(state);
  return <Badge tone={tone}>{label}</Badge>;
}
