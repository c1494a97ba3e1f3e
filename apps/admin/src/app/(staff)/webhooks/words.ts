import type { DeliveryRow, EndpointView } from "@stoa/api/webhooks/schemas";

/** The word for an endpoint: active, paused, or active and taking nothing. */
export function endpointState({ status, failingSince }: Pick<EndpointView, "status" | "failingSince">): string {
  return status === "active" && failingSince !== null ? "failing" : status;
}

/** The word for a delivery; what is held here is not money that waits for a review. */
export function deliveryState({ status }: Pick<DeliveryRow, "status">): string {
  return status === "held" ? "kept" : status;
}

const PAUSES = {
  by_hand: "by a colleague",
  gone: "by itself: it answered 410, that it wants to hear nothing any more",
  failing: "by itself: it took nothing for five days",
} as const satisfies Record<NonNullable<EndpointView["pause"]>, string>;

export function pauseWords(pause: NonNullable<EndpointView["pause"]>): string {
  return PAUSES[pause];
}
