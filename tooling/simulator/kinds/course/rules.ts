import type { KindRules } from "../../model/kinds.ts";
import { type Enrolment, type Holder, isOf, isOpen, owns, type Shop } from "../../model/shop.ts";

/** A course is bought once, and gives a right and an enrolment. */
export const courseRules: KindRules = {
  taxed: true,
  income: () => "income",

  offers: (shop, items, { user, email }) => {
    const subjects = items.map(({ id }) => id);
    const found = subjects.map((id) => shop.courses.get(id));
    const offers = found.flatMap((course) => (course?.status === "published" && !course.deleted ? [course] : []));
    if (offers.length < subjects.length) return "course_not_for_sale";
    const verified = user !== null && shop.people.get(user)?.verified === true;
    const holder = { user, email: verified ? email : "" };
    const owned = user !== null && subjects.some((course) => owns(shop, holder, course));
    return owned ? "already_owned" : offers;
  },

  refusal: (shop, holder, subject) => {
    if (shop.courses.get(subject)?.deleted !== false) return "fulfilment_refused";
    return owns(shop, holder, subject) ? "already_owned" : null;
  },

  give: (shop, holder, order, subject) => {
    shop.rights.push({ ...holder, order: order.id, subject, live: true });
    enrol(shop, holder, subject);
  },

  /** Nobody learns without a right: what no other order gives is closed. */
  takeBack: (shop, holder, order, subject) => {
    for (const right of shop.rights) if (right.order === order.id && right.subject === subject) right.live = false;
    if (owns(shop, holder, subject)) return;
    for (const enrolment of openEnrolments(shop, holder, subject)) enrolment.status = "refunded";
  },

  usedPercent: (shop, holder, subject) =>
    openEnrolments(shop, holder, subject).some((enrolment) => enrolment.lessonDone) ? 100 : 0,
};

function openEnrolments(shop: Shop, holder: Holder, course: string): Enrolment[] {
  return shop.enrolments.filter((each) => each.course === course && isOpen(each) && isOf(holder)(each));
}

/** A new enrolment, or the old one open again; what was once completed stays so. */
export function enrol(shop: Shop, holder: Holder, course: string): Enrolment {
  const own = shop.enrolments.find(
    (enrolment) =>
      enrolment.course === course &&
      enrolment.user === holder.user &&
      (holder.user !== null || enrolment.email === holder.email),
  );
  if (own) {
    own.status = own.completed ? "completed" : "active";
    return own;
  }
  const fresh: Enrolment = { ...holder, course, status: "active", lessonDone: false, completed: false };
  shop.enrolments.push(fresh);
  return fresh;
}
