import { Avatar } from "@stoa/ui/avatar";
import { Badge } from "@stoa/ui/badge";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Card } from "@stoa/ui/card";
import { DateTime } from "@stoa/ui/date-time";
import { EmptyState } from "@stoa/ui/empty-state";
import { Price } from "@stoa/ui/price";
import { Progress } from "@stoa/ui/progress";
import { SkeletonColumns, SkeletonLine } from "@stoa/ui/skeleton";
import { Section, Specimen } from "./section.tsx";

const TONES = ["plain", "good", "waiting", "bad", "info"] as const;

export function Signs() {
  return (
    <Section title="Signs">
      <Specimen name="Badge">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </Specimen>
      <Specimen name="Callout">
        <div className="grid w-full max-w-reading gap-3">
          <Callout tone="bad" title="Nothing was charged.">
            Your bank declined the card. Try another, or ask your bank.
          </Callout>
          <Callout tone="waiting" title="Your payment is on its way.">
            This page changes by itself once it has arrived.
          </Callout>
          <Callout tone="good" title="Paid. The course is yours." />
          <Callout tone="info">Prices include tax where your country asks for it.</Callout>
          <Callout>Nothing special.</Callout>
        </div>
      </Specimen>
      <Specimen name="Price, date, person">
        <Price value={{ amount: 490000, currency: "INR" }} locale="en" className="text-2xl" />
        <Price value={{ amount: 4900, currency: "EUR" }} locale="fr" />
        <Price value={{ amount: 0, currency: "EUR" }} locale="en" freeLabel="Free" />
        <DateTime value="2026-11-21T10:00:00Z" locale="en" timeZone="Asia/Kolkata" style="both" />
        <Avatar name="Zeno of Citium" id="usr_1" />
        <Avatar name="Hypatia" id="usr_7" />
      </Specimen>
      <Specimen name="Progress">
        {[0, 1, 7, 12].map((done) => (
          <div key={done} className="w-56">
            <Progress done={done} total={12} label={`${done} of 12 lessons`} />
          </div>
        ))}
      </Specimen>
      <Specimen name="Waiting">
        <div className="w-80">
          <SkeletonColumns label="Loading courses" />
        </div>
        <div className="grid w-80 gap-2">
          <SkeletonLine />
          <SkeletonLine className="w-2/3" />
        </div>
      </Specimen>
      <Specimen name="Empty">
        <div className="w-full">
          <EmptyState title="No course answers to that." action={<Button look="secondary">Clear the filters</Button>}>
            Try fewer words, or another level.
          </EmptyState>
        </div>
      </Specimen>
      <Specimen name="Breadcrumb, card">
        <Breadcrumb
          label="You are here"
          crumbs={[{ label: "Courses", href: "#" }, { label: "Languages", href: "#l" }, { label: "Greek" }]}
        />
        <Card className="w-full">A slab on the page.</Card>
      </Specimen>
    </Section>
  );
}
