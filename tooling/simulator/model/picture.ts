import { DOMAIN_RULES } from "./domains.ts";
import type { Shop } from "./shop.ts";

/** The shop as sorted lines, one a fact, in the words in which the database is read as well (`rig/read-picture.ts`). */
export function pictureOf(shop: Shop): string[] {
  const lines: string[] = [];
  for (const [id, person] of shop.people) {
    lines.push(words("person", id, person.email, person.verified && "verified", person.blocked && "blocked"));
  }
  for (const [id, { price, currency, status, lmsCourse, deleted }] of shop.courses) {
    lines.push(
      words("course", id, price, currency, status, lmsCourse !== null && `in ${lmsCourse}`, deleted && "deleted"),
    );
  }
  for (const [id, order] of shop.orders) {
    const { total, currency, refunded, user, email, invoice, checkout, coupon } = order;
    lines.push(
      words(
        "order",
        id,
        order.status,
        total,
        currency,
        "refunded",
        refunded,
        "of",
        user ?? email,
        "invoice",
        invoice ?? "none",
        "at",
        checkout ?? "none",
        coupon !== null && `with ${coupon}`,
      ),
    );
    for (const { subject, discount, total, tax, undone, given, back } of order.lines) {
      const money = [total, "tax", tax, "off", discount, "undone", undone];
      lines.push(words("line", id, subject, ...money, given && "given", back && "back"));
    }
  }
  for (const [id, { status, amount, currency, refunded, lost, order }] of shop.payments) {
    lines.push(
      words("payment", id, status, amount, currency, "refunded", refunded, "lost", lost, "for", order ?? "nobody"),
    );
  }
  for (const [id, { status, amount, payment }] of shop.refunds)
    lines.push(words("refund", id, status, amount, "of", payment));
  for (const [id, { status, amount, payment }] of shop.disputes)
    lines.push(words("dispute", id, status, amount, "of", payment));
  for (const [payment, { reason, resolution }] of shop.reviews)
    lines.push(words("review", payment, reason, resolution ?? "open"));
  for (const { order, subject, user, email, live } of shop.rights) {
    lines.push(words("right", order, subject, "of", user ?? email, live ? "live" : "ended"));
  }
  for (const { course, user, email, status } of shop.enrolments)
    lines.push(words("enrolment", course, "of", user ?? email, status));
  for (const [account, balance] of shop.balances) if (balance !== 0) lines.push(words("balance", account, balance));
  for (const { number, order, total, tax } of shop.creditNotes)
    lines.push(words("credit note", number, "of", order, total, "tax", tax));
  for (const rules of DOMAIN_RULES) lines.push(...rules.lines(shop));
  for (const mail of shop.mails) lines.push(words("mail", mail));
  return lines.sort();
}

function words(...parts: (string | number | false)[]): string {
  return parts.filter((part) => part !== false).join(" ");
}

/** What only one of two pictures says; of a line that stands twice, the second counts too. */
export function differenceOf(
  expected: readonly string[],
  found: readonly string[],
): { missing: string[]; surplus: string[] } {
  const surplus = [...found];
  const missing = expected.filter((line) => {
    const at = surplus.indexOf(line);
    if (at !== -1) surplus.splice(at, 1);
    return at === -1;
  });
  return { missing, surplus };
}
