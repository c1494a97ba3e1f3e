import { processServices } from "@stoa/api/http/process-services";
import { contextFor } from "@stoa/api/platform/context";
import { readPublicSettings } from "@stoa/api/settings/platform-settings";
import { newId } from "@stoa/kit";

/** Whether staff have closed the shop for work, and what they say of it. Open, as far as nobody can be asked. */
export async function closedForWork(): Promise<{ on: boolean; message: string | null }> {
  try {
    const services = await processServices("web");
    const ctx = contextFor(services, { kind: "guest", id: null }, newId("correlation"));
    return (await readPublicSettings(ctx)).maintenance;
  } catch {
    return { on: false, message: null };
  }
}
