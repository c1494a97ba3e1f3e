"use client";

import { Button, buttonLook } from "@stoa/ui/button";
import { useFailureWords } from "../frame/failure-words.tsx";
import { MessagePage } from "../frame/message-page.tsx";

/** Something unexpected. It says first what happened to the money, and never what went wrong inside. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const words = useFailureWords();
  return (
    <main id="main" tabIndex={-1} className="outline-none">
      <MessagePage
        title={words.title}
        ways={
          <>
            <Button onClick={reset}>{words.again}</Button>
            <a href="/" className={buttonLook({ look: "quiet" })}>
              {words.home}
            </a>
          </>
        }
      >
        <p>{words.detail}</p>
        {error.digest ? (
          <p className="text-ink-faint text-sm">
            {words.reference} <code className="font-mono">{error.digest}</code>
          </p>
        ) : null}
      </MessagePage>
    </main>
  );
}
