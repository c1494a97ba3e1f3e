"use server";

import QRCode from "qrcode";
import { answerForm, secretOf, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

/** The steps of switching two-factor sign-in on: password, then the code of the scanned secret, then the recovery codes. */
export type TwoFactorState = FormState &
  (
    | { step: "password" }
    /** `qr` is an SVG as a data URL; `secret` is the same to type by hand. */
    | { step: "code"; qr: string; secret: string }
    | { step: "done"; recoveryCodes: readonly string[] }
  );

export async function setUpTwoFactor(state: TwoFactorState, form: FormData): Promise<TwoFactorState> {
  if (state.step === "password") return begin(form);
  if (state.step === "code") return confirm(state, form);
  return state;
}

async function begin(form: FormData): Promise<TwoFactorState> {
  let next: TwoFactorState | null = null;
  const refused = await answerForm(form, async () => {
    const { secret, uri } = await (await api()).identity.twoFactor.begin({ password: secretOf(form, "password") });
    const svg = await QRCode.toString(uri, { type: "svg", margin: 2 });
    next = { step: "code", secret, qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}` };
    return {};
  });
  return next ?? { ...refused, step: "password" };
}

async function confirm(state: TwoFactorState & { step: "code" }, form: FormData): Promise<TwoFactorState> {
  let next: TwoFactorState | null = null;
  const refused = await answerForm(form, async () => {
    const code = textOf(form, "code").replaceAll(/\s/g, "");
    const { recoveryCodes } = await (await api()).identity.twoFactor.confirm({ code });
    next = { step: "done", recoveryCodes };
    return {};
  });
  return next ?? { ...refused, step: "code", qr: state.qr, secret: state.secret };
}

export type RecoveryState = FormState & { recoveryCodes?: readonly string[] };

/** New recovery codes; the old ones end. */
export async function renewRecoveryCodes(_: RecoveryState, form: FormData): Promise<RecoveryState> {
  let recoveryCodes: readonly string[] | undefined;
  const refused = await answerForm(form, async () => {
    const input = { password: secretOf(form, "password"), code: textOf(form, "code").replaceAll(/\s/g, "") };
    recoveryCodes = (await (await api()).identity.twoFactor.renewRecoveryCodes(input)).recoveryCodes;
    return {};
  });
  return recoveryCodes ? { recoveryCodes } : refused;
}
