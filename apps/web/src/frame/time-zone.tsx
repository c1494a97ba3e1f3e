"use client";

import { useEffect } from "react";
import { TIME_ZONE_COOKIE } from "../i18n/locales.ts";

/** Tells the server the reader's time zone, so that it writes times as the clock on their wall does. */
export function TimeZone({ known }: { known: string }) {
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || zone === known) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${TIME_ZONE_COOKIE}=${zone}; path=/; max-age=31536000; samesite=lax`;
  }, [known]);
  return null;
}
