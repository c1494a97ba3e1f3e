import { moneySchema } from "@stoa/kit";
import { z } from "zod";

const id = z.string();
/** The account that it belongs to; null while it waits under a guest's address. */
const userId = id.nullable();
const instant = z.iso.datetime();

/** What an event is and what its `data` holds. A change that receivers could stumble over gets the next version. */
interface EventKind<S extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly says: string;
  readonly data: S;
}

/**
 * The events that other systems can be told of, the only place where they are declared. They carry ids and amounts and
 * no addresses or names: what was told lies in logs of others, where nobody can have it deleted. `docs/webhooks.md` has
 * an example of each.
 */
export const EVENTS = {
  "order.paid": {
    version: 1,
    says: "An order is paid, or was free, and all of its lines are handed over.",
    data: z.strictObject({
      orderId: id,
      userId,
      total: moneySchema,
      lines: z.array(
        z.strictObject({ lineId: id, kind: z.string(), subjectId: id, quantity: z.int(), total: moneySchema }),
      ),
    }),
  },
  "order.refunded": {
    version: 1,
    says: "Money of an order is with the buyer again: all of it, or a part.",
    data: z.strictObject({ orderId: id, userId, refundId: id, amount: moneySchema }),
  },
  "order.disputed": {
    version: 1,
    says: "The buyer’s bank has questioned a payment, or warns that it may.",
    data: z.strictObject({
      orderId: id,
      userId,
      disputeId: id,
      amount: moneySchema,
      reason: z.string(),
      respondBy: instant.nullable(),
    }),
  },
  "order.dispute_closed": {
    version: 1,
    says: "A dispute is decided.",
    data: z.strictObject({ orderId: id, userId, disputeId: id, amount: moneySchema, outcome: z.enum(["won", "lost"]) }),
  },
  "enrolment.created": {
    version: 1,
    says: "Somebody has a place in a course.",
    data: z.strictObject({ enrolmentId: id, courseId: id, userId }),
  },
  "enrolment.reopened": {
    version: 1,
    says: "An enrolment that had ended is open again.",
    data: z.strictObject({ enrolmentId: id, courseId: id, userId }),
  },
  "enrolment.completed": {
    version: 1,
    says: "Every lesson of the course is done.",
    data: z.strictObject({ enrolmentId: id, courseId: id, userId }),
  },
  "enrolment.ended": {
    version: 1,
    says: "Access is over; “joined” means that a guest’s enrolment became part of their account’s own.",
    data: z.strictObject({
      enrolmentId: id,
      courseId: id,
      userId,
      reason: z.enum(["refunded", "expired", "joined"]),
    }),
  },
  "grant.approved": {
    version: 1,
    says: "An application for a grant is approved, and its part of the price kept aside.",
    data: z.strictObject({
      awardId: id,
      applicationId: id,
      poolId: id,
      courseId: id,
      userId,
      percent: z.int(),
      granted: moneySchema,
      toPay: moneySchema,
      expiresAt: instant,
    }),
  },
  "grant.redeemed": {
    version: 1,
    says: "A grant was used for an order, and its pool has paid its part.",
    data: z.strictObject({ awardId: id, poolId: id, courseId: id, orderId: id, userId, spent: moneySchema }),
  },
  "commission.earned": {
    version: 1,
    says: "An affiliate has earned a commission; it can be paid out once it is available.",
    data: z.strictObject({
      commissionId: id,
      referralId: id,
      affiliateId: id,
      orderLineId: id,
      amount: moneySchema,
      availableAt: instant,
    }),
  },
  "payout.paid": {
    version: 1,
    says: "A payout has arrived.",
    data: z.strictObject({ payoutId: id, payeeId: id, amount: moneySchema }),
  },
  "payout.failed": {
    version: 1,
    says: "A payout was refused or came back; its money is the payee’s again.",
    data: z.strictObject({ payoutId: id, payeeId: id, amount: moneySchema, reason: z.string() }),
  },
  "webhook.test": {
    version: 1,
    says: "Sent by a person to one endpoint, to see that it answers.",
    data: z.strictObject({ endpointId: id }),
  },
} as const satisfies Readonly<Record<string, EventKind>>;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.input<(typeof EVENTS)[T]["data"]>;

/** What an endpoint can ask for; the test event is sent on a person's word alone. */
export const SUBSCRIBABLE = (Object.keys(EVENTS) as EventType[]).filter((type) => type !== "webhook.test");
