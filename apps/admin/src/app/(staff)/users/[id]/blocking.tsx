import { ActForm } from "../../../../forms/act-form.tsx";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { blockUser, unblockUser } from "./actions.ts";

/** Blocks a person, or lets them in again. */
export function Blocking({ id, blocked }: { id: string; blocked: boolean }) {
  if (blocked) {
    return (
      <ActForm
        id="unblock"
        action={unblockUser}
        hidden={{ id }}
        submit="Let them in again"
        busy="One moment…"
        look="secondary"
        size="sm"
      />
    );
  }
  return (
    <Confirmed
      id="block"
      ask="Block…"
      consequence="They are signed out everywhere at once and cannot sign in. What they bought stays theirs. They are told by mail, with your reason."
      action={blockUser}
      hidden={{ id }}
      fields={[{ name: "reason", label: "Reason, as they will read it", type: "textarea", rows: 2 }]}
      submit="Block this person"
      busy="Blocking…"
      look="danger"
      size="sm"
    />
  );
}
