import { EVENTS, SUBSCRIBABLE } from "@stoa/api/platform/events";
import type { EndpointView } from "@stoa/api/webhooks/schemas";
import { ActForm } from "../../../forms/act-form.tsx";
import { createEndpoint, editEndpoint } from "./actions.ts";

/** Where an endpoint is and what it is told of; without one, a new one. */
export function EndpointForm({ endpoint }: { endpoint?: EndpointView }) {
  return (
    <ActForm
      id={endpoint?.id ?? "endpoint"}
      action={endpoint ? editEndpoint : createEndpoint}
      {...(endpoint ? { hidden: { id: endpoint.id } } : { again: true })}
      className="grid max-w-4xl gap-5 sm:grid-cols-2"
      fields={[
        {
          name: "url",
          label: "Address",
          hint: "https, on port 443 or 8443",
          inputMode: "text",
          autoComplete: "off",
          defaultValue: endpoint?.url ?? "",
        },
        {
          name: "description",
          label: "Whose system it is",
          hint: "For staff",
          defaultValue: endpoint?.description ?? "",
        },
        {
          name: "eventTypes",
          label: "Told of",
          type: "checks",
          options: SUBSCRIBABLE.map((type) => ({ value: type, label: type, hint: EVENTS[type].says })),
          defaultValue: endpoint?.eventTypes.join(" ") ?? "",
          className: "sm:col-span-2",
        },
      ]}
      submit={endpoint ? "Save" : "Make it"}
      busy={endpoint ? "Saving…" : "Making…"}
    />
  );
}
