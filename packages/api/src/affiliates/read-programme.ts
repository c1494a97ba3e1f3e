import { payingGateways } from "../payouts/index.ts";
import type { Context } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import type { ProgrammeView } from "./schemas.ts";

/** What anybody may know before they join. */
export async function readProgramme(ctx: Context): Promise<ProgrammeView> {
  return { ...(await settingNow(ctx, "affiliateProgramme")), payoutGateways: payingGateways(ctx) };
}
