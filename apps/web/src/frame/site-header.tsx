import { StoaName } from "@stoa/ui/mark";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { cartSize } from "../cart/cart-size.ts";
import { NavLink } from "./nav-link.tsx";

/** The head of the public pages: the name, two ways, and the door. */
export async function SiteHeader() {
  const t = await getTranslations("frame");
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
                <NavLink href={link.href}>{link.label}</NavLink>
              </li>
            ))}
            {cart > 0 ? (
              <li>
                <NavLink href="/cart" label={t("cartHolds", { count: cart })}>
                  {t("cart")}
                  <span className="figures min-w-5 rounded-full bg-ochre-wash px-1.5 text-center text-ochre-ink text-xs leading-5">
                    {cart}
                  </span>
                </NavLink>
              </li>
            ) : null}
          </ul>
        </nav>
      </div>
    </header>
  );
}
