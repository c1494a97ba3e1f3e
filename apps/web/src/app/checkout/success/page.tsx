import { outcomeOf } from "@stoa/api/http/problem";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { LiveOrder } from "../../../checkout/live-order.tsx";
import { liveOrderWords } from "../../../checkout/live-order-words.ts";
import { isSettled } from "../../../checkout/order-steps.ts";
import { UnknownOrder } from "../../../checkout/unknown-order.tsx";
import { api, currentActor } from "../../../server/api.ts";
import { isOrderId } from "../../../server/order-token.ts";
import { TrpcProvider } from "../../../trpc/client.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("order"))("title"), robots: { index: false } };
}

/** Where the gateway sends the buyer back to, and the page that tells how the purchase goes on. */
export default async function SuccessPage({ searchParams }: { searchParams: Promise<{ order?: string }> }) {
  const { order: orderId = "" } = await searchParams;
  if (!isOrderId(orderId)) return <UnknownOrder />;
  const [found, actor, incoming] = await Promise.all([
    api({ orderId }).then((procedures) => outcomeOf(procedures.orders.status({ id: orderId }))),
    currentActor(),
    headers(),
  ]);
  if (!found.ok) return <UnknownOrder />;
  const signedIn = actor.kind === "user";
  return (
    <>
      {isSettled(found.data) ? null : (
        <noscript>
          <meta httpEquiv="refresh" content="4" />
        </noscript>
      )}
      <TrpcProvider correlationId={incoming.get("x-correlation-id") ?? ""} orderId={orderId}>
        <LiveOrder
          initial={found.data}
          words={await liveOrderWords(found.data, signedIn)}
          signedIn={signedIn}
          locale={await getLocale()}
        />
      </TrpcProvider>
    </>
  );
}
