import "server-only";
import { getTranslations } from "next-intl/server";
import type { FieldSpec } from "../forms/form-state.ts";

/** The fields that the pages of the doorway share, in the reader's language. */
export async function doorFields() {
  const t = await getTranslations("door");
  return {
    name: { name: "name", label: t("name"), autoComplete: "name", maxLength: 80 },
    email: {
      name: "email",
      label: t("email"),
      type: "email",
      autoComplete: "email",
      inputMode: "email",
      maxLength: 254,
    },
    password: {
      name: "password",
      label: t("password"),
      type: "password",
      autoComplete: "current-password",
      maxLength: 256,
    },
    newPassword: {
      name: "newPassword",
      label: t("newPassword"),
      hint: t("newPasswordHint"),
      type: "password",
      autoComplete: "new-password",
      maxLength: 256,
    },
    code: { name: "code", label: t("code"), hint: t("codeHint"), autoComplete: "one-time-code", maxLength: 40 },
  } as const satisfies Record<string, FieldSpec>;
}
