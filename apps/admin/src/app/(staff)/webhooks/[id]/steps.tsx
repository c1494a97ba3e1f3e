import { type EndpointView, OVERLAP_HOURS_MAX } from "@stoa/api/webhooks/schemas";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Confirmed, Decisions } from "../../../../forms/confirmed.tsx";
import { deleteEndpoint, pauseEndpoint, recover, resumeEndpoint, rotateSecret, sendTest } from "../actions.ts";

/** What can be done with an endpoint, as it stands. */
export function Steps({ endpoint }: { endpoint: EndpointView }) {
  const { id, status } = endpoint;
  return (
    <Decisions>
      {status === "active" ? <WhileActive endpoint={endpoint} /> : <WhilePaused id={id} />}
      <Confirmed
        id="rotate"
        ask="Rotate the secret…"
        consequence="Messages are signed with a new secret, which is shown once. For some hours the old one signs too, so that the receiver can change over. One that has leaked gets none: type 0."
        action={rotateSecret}
        hidden={{ id }}
        fields={[
          {
            name: "overlapHours",
            label: "Hours that both sign",
            hint: `0 to ${OVERLAP_HOURS_MAX}`,
            inputMode: "numeric",
            defaultValue: "24",
            className: "max-w-48",
          },
        ]}
        submit="Rotate it"
        busy="Rotating…"
      />
      <Confirmed
        id="delete"
        ask="Delete…"
        consequence="Nothing more is sent to it, and what is held for it is never sent. This cannot be taken back."
        action={deleteEndpoint}
        hidden={{ id }}
        submit="Delete it"
        busy="Deleting…"
        look="danger"
      />
    </Decisions>
  );
}

function WhileActive({ endpoint: { id, counts } }: { endpoint: EndpointView }) {
  return (
    <>
      <ActForm id="test" action={sendTest} hidden={{ id }} submit="Send a test event" busy="Sending…" size="sm" />
      {counts.held + counts.failed > 0 ? (
        <Confirmed
          id="recover"
          ask="Recover what it missed…"
          consequence="What was held or given up since the beginning of a day (UTC) is sent anew, the oldest first, under the ids that it had."
          action={recover}
          hidden={{ id }}
          fields={[{ name: "since", label: "Since", type: "date", className: "max-w-48" }]}
          submit="Send it"
          busy="Asking…"
        />
      ) : null}
      <Confirmed
        id="pause"
        ask="Pause…"
        consequence="Nothing is sent until it is resumed. Its events are held for 30 days and can be recovered."
        action={pauseEndpoint}
        hidden={{ id }}
        submit="Pause it"
        busy="Pausing…"
      />
    </>
  );
}

function WhilePaused({ id }: { id: string }) {
  return <ActForm id="resume" action={resumeEndpoint} hidden={{ id }} submit="Resume" busy="Resuming…" size="sm" />;
}
