import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PlainFrame } from "../../checkout/plain-frame.tsx";

export const metadata: Metadata = { referrer: "same-origin" };

export default function CheckoutLayout({ children }: { children: ReactNode }) {
  return <PlainFrame>{children}</PlainFrame>;
}
