"use client";

import { Button } from "@stoa/ui/button";
import { MessagePage } from "../frame/message-page.tsx";
import "./globals.css";

/** The frame itself has failed, so nothing is known of the reader's language. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <MessagePage title="This page could not be shown." ways={<Button onClick={reset}>Try again</Button>}>
            <p>Nothing was charged by this. What you have paid for is yours.</p>
          </MessagePage>
        </main>
      </body>
    </html>
  );
}
