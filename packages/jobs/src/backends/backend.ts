import type { Queue } from "bullmq";
import type { QueueName, QueuePlan } from "../queues.ts";

/** What travels through the queue: which message, and the how-manieth time it is handed out. Never the payload. */
export interface HandOut {
  readonly id: string;
  readonly epoch: number;
  /** For people who look at the queue; the runner reads the job from the outbox. */
  readonly job: string;
}

/** A queue that carries hand-outs to workers. It may lose, repeat and delay them: the outbox is the record. */
export interface QueueBackend {
  readonly kind: "redis" | "postgres";
  /** Adds hand-outs; one that the queue has already is left as it is. Throws when the queue does not answer. */
  add(queue: QueueName, handOuts: readonly HandOut[]): Promise<void>;
  /** Those hand-outs that still wait in the queue or are being worked on. */
  held(queue: QueueName, handOuts: readonly HandOut[]): Promise<HandOut[]>;
  /** Takes hand-outs off a queue from now on. */
  work(queue: QueueName, plan: QueuePlan, process: (handOut: HandOut) => Promise<void>): Consumer;
  /** Throws when the queue does not answer. */
  ping(): Promise<void>;
  /** BullMQ's own queues, for the queue screen. */
  readonly screens: readonly Queue[];
  close(): Promise<void>;
}

export interface Consumer {
  /** Takes nothing new and waits for what is under way. */
  close(): Promise<void>;
}
