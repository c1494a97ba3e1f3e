"use client";

import { Callout } from "@stoa/ui/callout";
import { CopyButton } from "@stoa/ui/copy-button";

export interface RecoveryWords {
  keepThem: string;
  keepThemWhy: string;
  copy: string;
  copied: string;
}

/** The recovery codes, the one time they are shown. */
export function RecoveryCodes({ codes, words }: { codes: readonly string[]; words: RecoveryWords }) {
  return (
    <div className="grid max-w-form gap-4">
      <Callout tone="waiting" title={words.keepThem} live>
        {words.keepThemWhy}
      </Callout>
      <ol className="figures grid gap-x-6 gap-y-1 bg-stone p-5 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div>
        <CopyButton text={codes.join("\n")} label={words.copy} copiedLabel={words.copied} />
      </div>
    </div>
  );
}
