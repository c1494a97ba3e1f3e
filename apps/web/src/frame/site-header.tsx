import { StoaName } from "@stoa/ui/mark";
import { headers } from "next/headers";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { cartSize } from "../cart/cart-size.ts";

/** The head of the public pages: the name, two ways, and the door. */
export async function SiteHeader() {
  const t = await getTranslations("frame");
  const path = (await headers()).get("x-path") ?? "";
  const cart = await cartSize();
  const links = [
    { href: "/courses", label: t("courses") },
    { href: "/learn", label: t("learning") },
    { href: "/account", label: t("account") },
  ];
  return (
    <header className="border-line border-b">
      <div className="page flex min-h-16 items-center justify-between gap-4">
        <Link href="/" className="rounded-sm" aria-label={t("home")}>
          <StoaName />
        </Link>
        <nav aria-label={t("mainNav")}>
          <ul className="flex gap-4 text-sm sm:gap-7 sm:text-base">
            {links.map((link) => (
              <li key={link.href}>
                <Link
                  href={link.href}
                  prefetch={false}
                  aria-current={isAt(path, link.href) ? "page" : undefined}
                  className="inline-flex min-h-11 items-center rounded-sm border-transparent border-y-2 text-ink-soft hover:text-ink aria-[current=page]:border-b-ochre aria-[current=page]:text-ink"
                >
                  {link.label}
                </Link>
              </li>
            ))}
            {cart > 0 || isAt(path, "/cart") ? (
              <li>
                <Link
                  href="/cart"
                  prefetch={false}
                  aria-current={isAt(path, "/cart") ? "page" : undefined}
                  aria-label={t("cartHolds", { count: cart })}
                  className="inline-flex min-h-11 items-center gap-1.5 rounded-sm border-transparent border-y-2 text-ink-soft hover:text-ink aria-[current=page]:border-b-ochre aria-[current=page]:text-ink"
                >
                  {t("cart")}
                  <span className="figures min-w-5 rounded-full bg-ochre-wash px-1.5 text-center text-ochre-ink text-xs leading-5">
                    {cart}
                  </span>
                </Link>
              </li>
            ) : null}
          </ul>
        </nav>
      </div>
    </header>
  );
}

const isAt = (path: string, href: string) => path === href || path.startsWith(`${href}/`);
