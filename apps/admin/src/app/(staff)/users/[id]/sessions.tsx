import type { SessionRow } from "@stoa/api/identity/schemas";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { List } from "../../../../parts/list.tsx";
import { When } from "../../../../parts/when.tsx";
import { endSessions } from "./actions.ts";

/** Where a person is signed in. */
export function Sessions({ id, sessions, mayEnd }: { id: string; sessions: readonly SessionRow[]; mayEnd: boolean }) {
  return (
    <>
      <List
        caption="Live sessions, the latest first"
        path={`/users/${id}`}
        page={{ items: sessions }}
        keyOf={(session) => session.id}
        empty={{ title: "Not signed in anywhere.", hint: "A session appears with the next sign-in." }}
        columns={[
          { head: "Device", cell: (session) => `${session.device}${session.current ? " (this one)" : ""}` },
          { head: "For", cell: (session) => session.kind },
          { head: "From", cell: (session) => session.ip ?? "–" },
          { head: "Begun", cell: (session) => <When at={session.createdAt} /> },
          { head: "Last seen", cell: (session) => <When at={session.lastSeenAt} /> },
        ]}
      />
      {mayEnd && sessions.length > 0 ? (
        <Confirmed
          id="end-sessions"
          ask="End all sessions…"
          consequence="They are signed out everywhere at once, and sign in again when they like."
          action={endSessions}
          hidden={{ id }}
          submit="End all sessions"
          busy="Ending…"
          look="danger"
          size="sm"
        />
      ) : null}
    </>
  );
}
