/** What we use of Turnstile's script, and of what speaks like it. */
export interface Turnstile {
  render(place: HTMLElement, options: TurnstileOptions): string;
  reset(widget: string): void;
  remove(widget: string): void;
}

export interface TurnstileOptions {
  sitekey: string;
  action: string;
  theme: string;
  language: string;
  size: "flexible";
  "response-field": false;
  callback: (token: string) => void;
  "expired-callback": () => void;
  "error-callback": () => void;
}

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

let loading: Promise<Turnstile> | undefined;

/** The script, loaded once for the document under the document's own nonce. A failure may be tried again. */
export function loadTurnstile(scriptUrl: string): Promise<Turnstile> {
  loading ??= new Promise<Turnstile>((resolve, reject) => {
    const url = new URL(scriptUrl);
    url.searchParams.set("render", "explicit");
    const script = document.createElement("script");
    script.src = url.href;
    script.async = true;
    script.nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
    const fail = () => {
      loading = undefined;
      script.remove();
      reject(new Error("the captcha's script did not load"));
    };
    script.onload = () => (window.turnstile ? resolve(window.turnstile) : fail());
    script.onerror = fail;
    document.head.append(script);
  });
  return loading;
}
