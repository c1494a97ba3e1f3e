import "server-only";
import type { OrderProgress } from "@stoa/api/orders/schemas";
import { getTranslations } from "next-intl/server";
import type { LiveOrderWords } from "./live-order.tsx";

/** The words of a purchase under way, in the reader's language. A guest is told where their way in is; a giver, thanks. */
export async function liveOrderWords({ lines }: OrderProgress, signedIn: boolean): Promise<LiveOrderWords> {
  const t = await getTranslations("order");
  const gift = lines.every((line) => line.kind === "donation");
  const phase = (name: OrderProgress["phase"]) => ({
    title: t(`phase.${name}.title`),
    detail: name === "paid" && !signedIn ? t("phase.paid.guestDetail") : t(`phase.${name}.detail`),
  });
  const given = { title: t("phase.paid.giftTitle"), detail: t("phase.paid.giftDetail") };
  return {
    phases: {
      asking_gateway: phase("asking_gateway"),
      confirm_email: phase("confirm_email"),
      awaiting_payment: phase("awaiting_payment"),
      payment_processing: phase("payment_processing"),
      paid: gift ? given : phase("paid"),
      in_review: phase("in_review"),
      refunded: phase("refunded"),
      disputed: phase("disputed"),
      expired: phase("expired"),
      cancelled: phase("cancelled"),
    },
    declined: { title: t("declined.title"), detail: t("declined.detail") },
    steps: { paid: t("step.paid"), open: gift ? t("step.given") : t("step.open"), enrolled: t("step.enrolled") },
    stepStates: { done: t("stepState.done"), under_way: t("stepState.under_way"), ahead: t("stepState.ahead") },
    payAgain: t("payAgain"),
    payNow: t("payNow"),
    openLearning: t("openLearning"),
    openLms: t("openLms"),
    receipt: t("receipt"),
    slow: t("slow"),
  };
}
