import { StoaMark, StoaName } from "@stoa/ui/mark";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { cartSize } from "../cart/cart-size.ts";
import { NavLink } from "./nav-link.tsx";

/** The head of the public pages: the name, two ways, the door, and the cart; beside that a phone has room for the sign alone. */
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
          {cart > 0 ? <StoaMark className="text-ochre sm:hidden" /> : null}
          <StoaName className={cart > 0 ? "max-sm:hidden" : undefined} />
        </Link>
        <nav aria-label={t("mainNav")}>
          <ul className="flex gap-3.5 whitespace-nowrap text-sm sm:gap-7 sm:text-base">
            {links.map((link) => (
              <li key={link.href}>
                <NavLink href={link.href}>{link.label}</NavLink>
              </li>
            ))}
            {cart > 0 ? (
              <li>
                <NavLink href="/cart" label={t("cartHolds", { count: cart })}>
                  <span className="max-sm:hidden">{t("cart")}</span> <CartSign />
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

/** An amphora, for phones, where there is no room for the word. */
function CartSign() {
  return (
    <svg viewBox="0 0 20 24" aria-hidden="true" className="h-5 fill-none stroke-current sm:hidden" strokeWidth="1.6">
      <path d="M7 2h6M8 2v4c-4 3-5 6-4 10 1 3 3 4 4 6h4c1-2 3-3 4-6 1-4 0-7-4-10V2M8 5C4 4 3 7 3 10M12 5c4-1 5 2 5 5" />
    </svg>
  );
}
