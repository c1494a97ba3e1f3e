import type { DbContext, InTransaction } from "@stoa/db";
import type { actorKindEnum } from "@stoa/db/enums/identity";
import type { Clock } from "@stoa/kit";

export type ActorKind = (typeof actorKindEnum.enumValues)[number];

/** What the ledger needs to know of its caller: the database, the time, who acts, and in which request. */
export interface LedgerContext extends DbContext {
  clock: Clock;
  actor: { kind: ActorKind; id: string | null };
  correlationId: string;
}

/** The ledger writes only inside the transaction of the business event, so that both happen or neither. */
export type LedgerTransaction = InTransaction<LedgerContext>;
