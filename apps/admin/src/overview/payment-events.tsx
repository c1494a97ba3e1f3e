import type { Overview } from "@stoa/api/reporting/schemas";
import { Figures } from "./figures.tsx";
import { WebhookLag } from "./webhook-lag.tsx";

/** How fast the gateways' events are worked, and what of them waits. */
export function PaymentEvents({ webhooks, days }: { webhooks: Overview["webhooks"]; days: number }) {
  const { byDay, open, oldestOpenSeconds, dead } = webhooks;
  return (
    <>
      <WebhookLag byDay={byDay} days={days} />
      <Figures
        figures={[
          { label: "Waiting", value: open, href: "/inbox?state=waiting", bad: oldestOpenSeconds > 300 },
          { label: "Given up", value: dead, href: "/inbox?state=dead", bad: dead > 0 },
        ]}
      />
    </>
  );
}
