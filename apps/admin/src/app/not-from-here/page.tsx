import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import { Entrance } from "../../frame/entrance.tsx";
import { LeaveForm } from "../../frame/leave-form.tsx";

export const metadata: Metadata = { title: "Not from here" };

/** For a colleague who is signed in, and calls from where staff may not work. */
export default function NotFromHerePage() {
  return (
    <Entrance
      title="Not from here"
      lead="Staff may not work from this network or country. Nothing was shown and nothing was changed. Go where you usually work, or ask a colleague who may change the rules of access."
    >
      <p className="flex flex-wrap items-center gap-4">
        <TextLink href="/">Try again</TextLink>
        <LeaveForm />
      </p>
    </Entrance>
  );
}
