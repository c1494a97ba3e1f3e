"use server";

import { SUBSCRIBABLE } from "@stoa/api/platform/events";
import { redirect } from "next/navigation";
import type { ActState } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { act } from "../../../server/act.ts";

const secretOf = ({ secret }: { secret: string }) => ({ label: "The secret, shown this once", value: secret });

export async function createEndpoint(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.webhooks.create(endpointOf(form)),
    "Made. Give its secret to whoever runs it, then send a test event.",
    form,
    secretOf,
  );
}

export async function editEndpoint(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.webhooks.edit({ id: text(form, "id"), ...endpointOf(form) }), "Changed.", form);
}

export async function rotateSecret(_: ActState, form: FormData): Promise<ActState> {
  const overlapHours = Number(text(form, "overlapHours"));
  return act(
    (caller) => caller.webhooks.rotateSecret({ id: text(form, "id"), overlapHours }),
    overlapHours > 0 ? "Rotated. Both secrets sign until the old one’s time is over." : "Rotated. The old one is void.",
    form,
    secretOf,
  );
}

export async function pauseEndpoint(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.webhooks.pause({ id: text(form, "id") }), "Paused. Its events are held.");
}

export async function resumeEndpoint(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.webhooks.resume({ id: text(form, "id") }),
    "Resumed. What was held waits for you below.",
  );
}

export async function deleteEndpoint(_: ActState, form: FormData): Promise<ActState> {
  const state = await act((caller) => caller.webhooks.delete({ id: text(form, "id") }), "Deleted.");
  return state.problem ? state : redirect("/webhooks");
}

export async function sendTest(_: ActState, form: FormData): Promise<ActState> {
  return act(
    (caller) => caller.webhooks.sendTest({ id: text(form, "id") }),
    "On its way; it stands on top of the deliveries.",
  );
}

export async function replay(_: ActState, form: FormData): Promise<ActState> {
  return act((caller) => caller.webhooks.replay({ id: text(form, "id") }), "Sent anew, with all of its tries.");
}

export async function recover(_: ActState, form: FormData): Promise<ActState> {
  const since = new Date(`${text(form, "since")}T00:00:00Z`);
  return act(
    (caller) => caller.webhooks.recover({ endpointId: text(form, "id"), since }),
    "What was missed since then is sent anew.",
    form,
  );
}

function endpointOf(form: FormData) {
  const asked = form.getAll("eventTypes");
  return {
    url: text(form, "url").trim(),
    description: text(form, "description"),
    eventTypes: SUBSCRIBABLE.filter((type) => asked.includes(type)),
  };
}
