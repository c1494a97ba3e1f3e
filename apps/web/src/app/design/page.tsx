import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { webEnv } from "../../env.ts";
import { Controls } from "./controls.tsx";
import { Foundations } from "./foundations.tsx";
import { Overlays } from "./overlays.tsx";
import { Signs } from "./signs.tsx";
import { Work } from "./work.tsx";

export const metadata: Metadata = { title: "Design", robots: { index: false } };

/** Every component in every state, for those who build with them. Not there in production. */
export default function DesignPage() {
  if (webEnv().production) notFound();
  return (
    <main id="main" className="page grid gap-16 py-12">
      <header>
        <h1 className="title text-4xl">The look of Stoa</h1>
        <p className="mt-3 max-w-reading text-ink-soft text-lg">
          Limestone and ink. Ochre is light: where you are and how far you have come. Aegean is what leads elsewhere.
        </p>
      </header>
      <Foundations />
      <Controls />
      <Signs />
      <Overlays />
      <Work />
    </main>
  );
}
