"use client";

import { useEffect } from "react";

/**
 * Dialogs hold the page behind them still with a style element that they make in the browser, and which the content
 * security policy refuses without the page's nonce. The library they use looks for it under this name.
 */
export function useStyleNonce(): void {
  useEffect(() => {
    const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
    Object.assign(globalThis, { __webpack_nonce__: nonce });
  }, []);
}
