import { MalformedPayload } from "../errors.ts";
import type { DisputeSnapshot, GatewayPage, ReadOptions, TimeWindow } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { known, wholeSecond } from "./lists.ts";
import type { PayPalApi } from "./paypal-api.ts";
import { disputeOf } from "./transform.ts";
import { disputeListSchema, disputeSchema, type PayPalDispute } from "./types.ts";

const PATH = "/v1/customer/disputes";
const PAGE_MAX = 50;

const read = payloadReader("paypal");

/** PayPal lists disputes without the payments they are about, so each is read by itself; there are few. */
export async function listDisputes(
  api: PayPalApi,
  window: TimeWindow,
  options: ReadOptions = {},
): Promise<GatewayPage<DisputeSnapshot>> {
  const query =
    window.cursor === undefined ? firstPage(window) : Object.fromEntries(new URLSearchParams(window.cursor));
  const answer = await api.call({ name: "listDisputes", kind: "read", method: "GET", path: PATH, query }, options);
  const { items, links } = read(disputeListSchema, answer, "disputes");
  const within = (items ?? []).filter(({ create_time: at }) => at >= window.from && at < window.to);
  const disputes: DisputeSnapshot[] = [];
  for (const { dispute_id: id } of within) {
    const dispute = await readDispute(api, "listDisputes", id, options);
    disputes.push(...known(() => opened(dispute)).filter((snapshot) => snapshot !== null));
  }
  const next = links?.find(({ rel }) => rel === "next")?.href;
  return { items: disputes, nextCursor: next === undefined ? null : new URL(next).searchParams.toString() };
}

export async function retrieveDispute(
  api: PayPalApi,
  disputeId: string,
  options: ReadOptions = {},
): Promise<DisputeSnapshot> {
  const snapshot = opened(await readDispute(api, "retrieveDispute", disputeId, options));
  if (snapshot === null) throw new MalformedPayload("paypal", "dispute", "it names no payment");
  return snapshot;
}

async function readDispute(api: PayPalApi, name: string, id: string, options: ReadOptions): Promise<PayPalDispute> {
  const path = `${PATH}/${encodeURIComponent(id)}`;
  return read(disputeSchema, await api.call({ name, kind: "read", method: "GET", path }, options), "dispute");
}

/** A dispute under the moment it was opened; what a message tells is under that of its last change. */
function opened(dispute: PayPalDispute): DisputeSnapshot | null {
  const snapshot = disputeOf(dispute);
  return snapshot && { ...snapshot, occurredAt: dispute.create_time ?? snapshot.occurredAt };
}

/** The link to the next page repeats the filters, and says where it begins in a way that PayPal has changed before. */
function firstPage({ from, to, limit = PAGE_MAX }: TimeWindow): Record<string, string> {
  return {
    create_time_after: wholeSecond(from, Math.floor),
    create_time_before: wholeSecond(to, Math.ceil),
    page_size: String(Math.min(limit, PAGE_MAX)),
  };
}
