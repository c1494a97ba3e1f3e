import { permanentRedirect } from "next/navigation";

/** The contract names this address; the page itself stands among the pages. */
export function GET(): never {
  permanentRedirect("/docs/api");
}
