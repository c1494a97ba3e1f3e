import { outcomeOf } from "@stoa/api/http/problem";
import { Avatar } from "@stoa/ui/avatar";
import type { ReactNode } from "react";
import { LeaveForm } from "../../frame/leave-form.tsx";
import { StaffShell } from "../../frame/staff-shell.tsx";
import { ThemeSwitch } from "../../frame/theme-switch.tsx";
import { api } from "../../server/api.ts";
import { mustBeColleague } from "../../server/session.ts";

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const actor = await mustBeColleague();
  const caller = await api();
  const [me, waiting] = await Promise.all([caller.identity.me(), outcomeOf(caller.reporting.overview({ days: 1 }))]);
  const counts: Record<string, number> = waiting.ok
    ? {
        "/reviews": waiting.data.orders.inReview,
        "/inbox": waiting.data.webhooks.dead,
        "/lms": waiting.data.lms.failed,
        "/queues": waiting.data.jobs.dead,
        "/mails": waiting.data.mails.failed,
      }
    : {};
  return (
    <StaffShell
      permissions={[...actor.permissions]}
      counts={counts}
      person={
        <>
          <Avatar name={me.name} id={me.id} className="size-8 text-sm" />
          <span className="hidden text-sm sm:block">{me.name}</span>
          <LeaveForm />
        </>
      }
      foot={<ThemeSwitch />}
    >
      {children}
    </StaffShell>
  );
}
