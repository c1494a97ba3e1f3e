import { afterTheFaults } from "../after.ts";
import { paidUnheard } from "../rig/buyers.ts";
import { type Delivered, deliver, eventsAbout, percentile } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

const COPIES = 50;
const ANSWER_P99_MS = 500;

/** The gateway sends every event fifty times, all at once. */
export const duplicates: Scenario = {
  promise: 2,
  name: "every event fifty times at once",
  passes: "one row and one effect an event, every copy answered 2xx",
  run: async (system, scale) => {
    // An order makes four events: of its checkout, its payment and its charge.
    const count = scaled(250, scale, 5);
    const { market, orders } = await paidUnheard(system, "copies", count);
    await system.startWorker();
    const events = await eventsAbout(system, orders);
    const answers: Delivered[] = [];
    for (const { body } of events) {
      answers.push(...(await Promise.all(Array.from({ length: COPIES }, () => deliver(system, body)))));
    }
    const [inbox] = await system.sql<{ rows: number; deliveries: number }[]>`
      select count(*)::int as rows, sum(deliveries)::int as deliveries from inbox_events`;
    const refused = answers.filter(({ status }) => status !== 200).length;
    const p99 = percentile(
      answers.map(({ ms }) => ms),
      0.99,
    );
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: { events: events.length, copies: answers.length, refused, inboxRows: inbox?.rows ?? 0, p99Ms: p99 },
      conditions: {
        "each event is stored once": inbox?.rows === events.length && inbox.deliveries === answers.length,
        "every copy is answered 2xx": refused === 0,
        [`p99 under ${ANSWER_P99_MS} ms`]: scale < 1 || p99 < ANSWER_P99_MS,
      },
    });
  },
};
