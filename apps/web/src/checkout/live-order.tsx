"use client";

import type { OrderProgress } from "@stoa/api/orders/schemas";
import { buttonLook } from "@stoa/ui/button";
import { cn } from "@stoa/ui/cn";
import { Price } from "@stoa/ui/price";
import { useEffect, useState } from "react";
import { trpc } from "../trpc/client.tsx";
import { isSettled, phaseTone, type StepName, stepsOf } from "./order-steps.ts";

export interface LiveOrderWords {
  phases: Readonly<Record<OrderProgress["phase"], { title: string; detail: string }>>;
  declined: { title: string; detail: string };
  steps: Readonly<Record<StepName, string>>;
  stepStates: Readonly<Record<"done" | "under_way" | "ahead", string>>;
  payAgain: string;
  payNow: string;
  openLearning: string;
  openLms: string;
  receipt: string;
  slow: string;
}

/** Asked quickly at first, when most payments arrive, then at leisure. */
const QUICK_MS = 1_500;
const SLOW_MS = 6_000;
const QUICK_FOR_MS = 60_000;
/** Whoever has just paid must not be asked to pay; after this long they may have turned back. */
const OFFER_PAYMENT_AFTER_MS = 15_000;

interface LiveOrderProps {
  initial: OrderProgress;
  words: LiveOrderWords;
  signedIn: boolean;
  locale: string;
}

/** A purchase as it happens: paid, open, enrolled. The page never needs to be loaded again, and may be. */
export function LiveOrder({ initial, words, signedIn, locale }: LiveOrderProps) {
  const [since] = useState(() => Date.now());
  const slow = useAfter(QUICK_FOR_MS);
  const offerPayment = useAfter(OFFER_PAYMENT_AFTER_MS);
  const { data: order } = trpc.orders.status.useQuery(
    { id: initial.orderId },
    {
      initialData: initial,
      refetchInterval: ({ state }) =>
        state.data && isSettled(state.data) ? false : Date.now() - since < QUICK_FOR_MS ? QUICK_MS : SLOW_MS,
    },
  );
  const settled = isSettled(order);
  useAskAtGateway(initial);

  const said = order.lastPaymentFailed ? words.declined : words.phases[order.phase];
  return (
    <div className="grid gap-8">
      <div role="status" className="grid gap-2">
        <h1 className="title text-3xl">{said.title}</h1>
        <p className="text-ink-soft text-lg">{said.detail}</p>
        <p className="flex flex-wrap gap-x-4 pt-2">
          <span className="title text-xl">{order.lines.map((line) => line.title).join(", ")}</span>
          <Price value={order.total} locale={locale} className="text-xl" />
        </p>
        {slow && !settled ? <p className="text-ink-faint text-sm">{words.slow}</p> : null}
      </div>
      {phaseTone(order.phase) === "ended" ? null : <Steps order={order} words={words} />}
      <Ways order={order} words={words} signedIn={signedIn} offerPayment={offerPayment || order.lastPaymentFailed} />
    </div>
  );
}

/** True once the page has been open this long. */
function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** The buyer is back: the gateway is asked once, so that a webhook that is late or lost keeps nobody waiting. */
function useAskAtGateway(order: OrderProgress) {
  const { mutate } = trpc.checkout.confirmReturn.useMutation({ retry: false });
  const waits = phaseTone(order.phase) === "moving" && order.phase !== "confirm_email";
  useEffect(() => {
    if (waits) mutate({ orderId: order.orderId });
  }, [waits, order.orderId, mutate]);
}

/** Three columns that the light reaches one after the other. */
function Steps({ order, words }: { order: OrderProgress; words: LiveOrderWords }) {
  return (
    <ol className="flex items-end gap-6 border-line-strong border-b sm:gap-10">
      {stepsOf(order).map((step) => (
        <li key={step.name} className="flex items-end gap-2.5">
          <span
            aria-hidden="true"
            className={cn(
              "w-4 transition-[height] duration-(--calm)",
              step.state === "done"
                ? "h-28 bg-ochre"
                : step.state === "under_way"
                  ? "animate-light h-20 bg-ochre"
                  : "h-12 bg-stone-deep",
            )}
          />
          <span className={cn("pb-1", step.state === "ahead" && "text-ink-faint")}>
            {words.steps[step.name]}
            <span className="sr-only">: {words.stepStates[step.state]}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

interface WaysProps {
  order: OrderProgress;
  words: LiveOrderWords;
  signedIn: boolean;
  offerPayment: boolean;
}

function Ways({ order, words, signedIn, offerPayment }: WaysProps) {
  const lms = order.lines.find((line) => line.lms?.url)?.lms?.url;
  const learns = order.phase === "paid" && order.lines.some((line) => line.kind !== "donation");
  return (
    <div className="flex flex-wrap gap-3">
      {offerPayment && order.redirectUrl && order.phase === "awaiting_payment" ? (
        <a href={order.redirectUrl} className={buttonLook({ look: "primary" })}>
          {order.lastPaymentFailed ? words.payAgain : words.payNow}
        </a>
      ) : null}
      {learns && signedIn ? (
        <a href="/learn" className={buttonLook({ look: "primary" })}>
          {words.openLearning}
        </a>
      ) : null}
      {lms ? (
        <a href={lms} className={buttonLook({ look: "secondary" })}>
          {words.openLms}
        </a>
      ) : null}
      {order.invoiceNumber ? (
        <a href={`/orders/${order.orderId}/receipt`} className={buttonLook({ look: "quiet" })}>
          {words.receipt}
        </a>
      ) : null}
    </div>
  );
}
