"use server";

import { outcomeOf } from "@stoa/api/http/problem";
import QRCode from "qrcode";
import { type ActState, UNSENT } from "../../forms/act-state.ts";
import { text } from "../../forms/text.ts";

import { api } from "../../server/api.ts";

/** Three steps: the password, the code of what was scanned, the recovery codes to keep. */
export interface EnrolState extends ActState {
  scan: { secret: string; picture: string } | null;
  recoveryCodes: readonly string[] | null;
}

/** Takes the next step of enrolling a second factor; what was shown stays in sight when the step is refused. */
export async function enrolStep(state: EnrolState, form: FormData): Promise<EnrolState> {
  const caller = await api();
  if (!state.scan) {
    const begun = await outcomeOf(caller.identity.twoFactor.begin({ password: text(form, "password") }));
    if (!begun.ok) return { ...state, problem: begun.problem };
    const { secret, uri } = begun.data;
    return { ...UNSENT, scan: { secret, picture: await pictureOf(uri) }, recoveryCodes: null };
  }
  const confirmed = await outcomeOf(caller.identity.twoFactor.confirm({ code: text(form, "code").replace(/\s/g, "") }));
  if (!confirmed.ok) return { ...state, problem: confirmed.problem };
  return { ...UNSENT, scan: null, recoveryCodes: confirmed.data.recoveryCodes };
}

/** Dark on light whatever the theme: scanners want it so. */
async function pictureOf(uri: string): Promise<string> {
  const svg = await QRCode.toString(uri, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
