"use client";

import { useEffect, useRef, useState } from "react";
import type { FormState } from "./form-state.ts";
import { loadTurnstile, type Turnstile } from "./load-turnstile.ts";

/** A captcha of a form, as the server describes it. */
export interface CaptchaSpec {
  siteKey: string;
  scriptUrl: string;
  action: string;
  language: string;
  words: { title: string; failed: string; noScript: string };
}

export interface CaptchaProps extends CaptchaSpec {
  id: string;
  /** What the form was answered; every answer uses the token up. */
  answer: FormState;
}

/** Shows that a person fills in the form. Its token goes along as the field `captchaToken`. */
export function Captcha({ id, siteKey, scriptUrl, action, language, words, answer }: CaptchaProps) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<{ turnstile: Turnstile; widget: string } | null>(null);
  const firstAnswer = useRef(answer);
  const [token, setToken] = useState("");
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let gone = false;
    const take = (fresh: string) => {
      setToken(fresh);
      setFailed(false);
    };
    const fail = () => {
      setToken("");
      setFailed(true);
    };
    const show = (turnstile: Turnstile) => {
      if (gone || place.current === null) return;
      const widget = turnstile.render(place.current, {
        sitekey: siteKey,
        action,
        theme: document.documentElement.dataset.theme ?? "auto",
        language,
        size: "flexible",
        "response-field": false,
        callback: take,
        "expired-callback": () => setToken(""),
        "error-callback": fail,
      });
      shown.current = { turnstile, widget };
    };
    loadTurnstile(scriptUrl).then(show).catch(fail);
    return () => {
      gone = true;
      if (shown.current) shown.current.turnstile.remove(shown.current.widget);
      shown.current = null;
    };
  }, [siteKey, scriptUrl, action, language]);

  // A token counts once: whatever was answered, the next try needs another.
  useEffect(() => {
    if (answer === firstAnswer.current) return;
    setToken("");
    if (shown.current) shown.current.turnstile.reset(shown.current.widget);
  }, [answer]);

  const error = failed ? words.failed : answer.errors?.captchaToken;
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="grid min-w-0 gap-1.5">
      <legend className="pb-1.5 font-medium text-sm">{words.title}</legend>
      {/* As high as the widget, so that the button below does not jump when it comes. */}
      <div ref={place} className="min-h-[65px]" />
      <input type="hidden" name="captchaToken" value={token} />
      <p id={`${id}-error`} role="alert" className="text-madder text-sm empty:hidden">
        {error}
      </p>
      <noscript>
        <p className="text-madder text-sm">{words.noScript}</p>
      </noscript>
    </fieldset>
  );
}
