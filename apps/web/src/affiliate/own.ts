import "server-only";
import type { OwnAffiliate } from "@stoa/api/affiliates/schemas";
import { outcomeOf } from "@stoa/api/http/problem";
import { redirect } from "next/navigation";
import { cache } from "react";
import { currentActor, readApi } from "../server/api.ts";

/** The affiliate that the person looking is; null for everybody else. */
export const findOwn = cache(async (): Promise<OwnAffiliate | null> => {
  if ((await currentActor()).kind !== "user") return null;
  const own = await outcomeOf((await readApi()).affiliates.me());
  return own.ok ? own.data : null;
});

/** The same for the pages of affiliates; everybody else is led to where one joins. */
export async function mustBeAffiliate(): Promise<OwnAffiliate> {
  return (await findOwn()) ?? redirect("/affiliate");
}
