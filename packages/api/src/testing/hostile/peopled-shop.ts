import type { Shop } from "../../checkout/testing/shop.ts";
import type { Face } from "../../http/face.ts";
import { type Actor, GUEST } from "../../platform/actor.ts";
import type { Services } from "../../platform/context.ts";
import { createCaller } from "../../root.ts";
import { NO_BOUND } from "../no-bound.ts";
import { addPerson, type CastName, signedIn } from "../people.ts";

/** A shop in which people have bought, learned and asked, so that a stranger's id is somebody's. */
export interface PeopledShop {
  /** The shop's, without bounds on how often one may call: they would answer in place of what is tried. */
  readonly services: Services;
  /** An HTTP face whose requests all come from one of the cast. */
  faceOf(who: CastName | "guest"): Face;
}

/** Fills a fresh shop. Ines teaches two courses, Asha and Ben each bought one, Ben's second order waits for its payment. */
export async function peopleShop(shop: Shop): Promise<PeopledShop> {
  const services: Services = { ...shop.services, limiter: NO_BOUND };
  const drawing = await shop.addCourse();
  await shop.addCourse({ status: "draft", lmsCourse: null });
  const actors = new Map<CastName | "guest", Actor>([["guest", GUEST]]);
  for (const who of ["asha", "ben", "omar", "olga"] as const) {
    const passwordHash = await services.passwords.hash(`the password of ${who}`);
    const ctx = await signedIn(services, await addPerson(services, who, { passwordHash }));
    actors.set(who, ctx.actor);
    if (who === "olga") await addLessons(createCaller(ctx), drawing.id);
  }
  for (const email of ["asha@example.com", "ben@example.com"]) {
    const { orderId } = await shop.start({ course: drawing, email });
    await shop.pay(orderId);
    for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) await shop.deliver(webhook);
  }
  await shop.drain();
  await shop.start({ course: drawing, email: "carla@example.com" });
  return {
    services,
    faceOf: (who) => ({ services: async () => services, actorOf: async () => actors.get(who) ?? GUEST }),
  };
}

async function addLessons(editor: ReturnType<typeof createCaller>, courseId: string): Promise<void> {
  const { id: moduleId } = await editor.courses.manage.addModule({ courseId, title: "Seeing" });
  for (const [index, slug] of ["first-lines", "light-and-shade"].entries()) {
    const lesson = { slug, title: slug, body: "<p>Look.</p>", minutes: 5, preview: index === 0 };
    await editor.courses.manage.addLesson({ moduleId, ...lesson });
  }
}
