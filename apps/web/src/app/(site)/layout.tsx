import type { ReactNode } from "react";
import { SiteFooter } from "../../frame/site-footer.tsx";
import { SiteHeader } from "../../frame/site-header.tsx";

export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader />
      <main id="main" tabIndex={-1} className="grow outline-none">
        {children}
      </main>
      <SiteFooter />
    </div>
  );
}
