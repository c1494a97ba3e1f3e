/** Tells the server of errors in this browser, a few a page, so that a fault that only visitors see is seen (P11). */
const MOST_PER_PAGE = 5;
let told = 0;

function tell(error: unknown): void {
  if (told++ >= MOST_PER_PAGE) return;
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const body = {
    message: message.slice(0, 500),
    stack: stack?.slice(0, 4_000),
    page: window.location.pathname.slice(0, 300),
  };
  navigator.sendBeacon("/api/client-errors", JSON.stringify(body));
}

window.addEventListener("error", (event) => tell(event.error ?? event.message));
window.addEventListener("unhandledrejection", (event) => tell(event.reason));
