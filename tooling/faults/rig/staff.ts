import { type Actor, GUEST } from "@stoa/api/platform/actor";

const HEADER = "X-Acts-As";

/** Who a request of the rig comes from; the sign-in is not what is tried here. Whoever does not say is a guest. */
export function actorOf(request: Request): Actor {
  const id = request.headers.get(HEADER);
  return id === null ? GUEST : { kind: "api_key", id, permissions: new Set(["payment:refund"]) };
}

/** One of many people who may give money back, each with limits of their own. */
export function asStaff(number: number): Record<string, string> {
  return { [HEADER]: `key_staff_${number}` };
}
