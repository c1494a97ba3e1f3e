import { TextLink } from "@stoa/ui/text-link";
import { adminEnv } from "../env.ts";
import { Entrance } from "../frame/entrance.tsx";
import { LeaveForm } from "../frame/leave-form.tsx";

/** For somebody who has an account and does not work here. */
export default function Forbidden() {
  return (
    <Entrance
      title="These rooms are for staff"
      lead="You are signed in, but your account has no work here. If it should, ask an owner to give you a role."
    >
      <p className="flex flex-wrap items-center gap-4">
        <TextLink href={adminEnv().webUrl}>To the courses</TextLink>
        <LeaveForm />
      </p>
    </Entrance>
  );
}
