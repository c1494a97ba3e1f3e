/** More errors than these on one page are the same one again. */
const MOST_PER_PAGE = 5;

interface Browser extends Pick<Window, "addEventListener"> {
  readonly location: Pick<Location, "pathname">;
  readonly navigator: Pick<Navigator, "sendBeacon">;
}

/**
 * Tells the server of errors in this browser, so that a fault that only visitors see is seen (P11): message, stack and
 * path, without query, cookies or anything typed. Call it once, in `instrumentation-client.ts`.
 */
export function reportErrors(browser: Browser = window): void {
  let told = 0;
  const tell = (error: unknown) => {
    if (told++ >= MOST_PER_PAGE) return;
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    const body = {
      message: message.slice(0, 500),
      stack: stack?.slice(0, 4_000),
      page: browser.location.pathname.slice(0, 300),
    };
    const json = new Blob([JSON.stringify(body)], { type: "application/json" });
    browser.navigator.sendBeacon("/api/client-errors", json);
  };
  browser.addEventListener("error", (event) => tell(event.error ?? event.message));
  browser.addEventListener("unhandledrejection", (event) => tell(event.reason));
}
