import { NotFoundMessage } from "../frame/not-found-message.tsx";
import { SiteFooter } from "../frame/site-footer.tsx";
import { SiteHeader } from "../frame/site-header.tsx";

/** For an address that nobody knows, with the whole frame around it. */
export default function NotFound() {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader />
      <main id="main" tabIndex={-1} className="grow outline-none">
        <NotFoundMessage />
      </main>
      <SiteFooter />
    </div>
  );
}
