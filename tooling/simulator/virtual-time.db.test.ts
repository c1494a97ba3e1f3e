import { DAY_MS, HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Chance } from "./rig/chance.ts";
import { seedProcess } from "./rig/seeded-process.ts";
import { prepareTemplate, SimulationDatabase } from "./rig/simulation-database.ts";
import { SIMULATION_START } from "./rig/virtual-clock.ts";
import { setUp } from "./set-up.ts";
import { codeOf, Simulation } from "./simulation.ts";
import { PASSWORD } from "./steps/visitor.ts";
import { startSchedules } from "./steps/worker.ts";

let simulation: Simulation;
let restore = () => {};

beforeAll(async () => {
  const name = `virtual_time_${process.pid}`;
  const server = await prepareTemplate(inject("postgresUrl"), name);
  const chance = new Chance("virtual time");
  simulation = new Simulation(chance, await SimulationDatabase.create(server, `${name}_run`));
  restore = seedProcess(chance.fork("process"), simulation.clock);
  await setUp(simulation);
});

afterAll(async () => {
  restore();
  await simulation.database.drop();
});

const chen = () => {
  const visitor = simulation.visitors.find((each) => each.name === "chen");
  if (!visitor) throw new Error("nobody is called chen");
  return visitor;
};

/** Everything that stands in the database, but for the clock itself. */
async function contents(): Promise<unknown> {
  const { sql } = simulation.database;
  const tables = await sql<{ name: string }[]>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`;
  const rows = tables.map(({ name }) => sql.unsafe(`select to_jsonb(t) as row from ${name} t order by 1`));
  return JSON.stringify(await Promise.all(rows));
}

describe("virtual time", () => {
  it("is what the database takes for now, in every form, in defaults and in pinned functions", async () => {
    const { sql } = simulation.database;
    const [row] = await sql<Record<string, Date>[]>`select now() as a, clock_timestamp() as b,
      statement_timestamp() as c, transaction_timestamp() as d,
      (select created_at from courses limit 1) as e`;
    expect(Object.values(row ?? {})).toEqual(Array.from({ length: 5 }, () => simulation.clock.now()));
    expect(simulation.clock.now()).toEqual(SIMULATION_START);
    const [pinned] = await sql<{ looks: boolean }[]>`
      select bool_and(proconfig::text like '%simulation%') as looks from pg_proc
      where pronamespace = 'public'::regnamespace and proconfig::text like '%search_path%'`;
    expect(pinned?.looks).toBe(true);
  });

  it("changes nothing by passing", async () => {
    const before = await contents();
    await simulation.clock.advance(3 * MINUTE_MS);
    expect(await contents()).toBe(before);
  });

  it("lets a link lapse", async () => {
    const { identity } = simulation.staff();
    await identity.resendVerification({ email: chen().email });
    const [mail] = await simulation.database.sql<{ data: { sealed: string } }[]>`
      select data from mails where template = 'verify-email'`;
    const { verifyUrl } = JSON.parse(simulation.services.secrets.open("mail", mail?.data.sealed ?? ""));
    const token = new URL(verifyUrl).searchParams.get("token") ?? "";
    const open = () => identity.verifyEmail({ token, password: PASSWORD }).then(() => "opened", codeOf);
    await simulation.clock.advance(DAY_MS);
    expect(await open()).toBe("link_not_usable");
  });

  it("lets a schedule fire once a period", async () => {
    const fire = async () => (await startSchedules(simulation, ["payments.sweep_inbox"])).told;
    await fire();
    expect(await fire()).toBe("schedules are due: none");
    await simulation.clock.advance(MINUTE_MS);
    expect(await fire()).toBe("schedules are due: payments.sweep_inbox");
    expect(await fire()).toBe("schedules are due: none");
  });

  it("lets an order expire once its time is over, and not before", async () => {
    const [course] = simulation.shop.courses.keys();
    const wish = { kind: "course" as const, id: course ?? "", quantity: 1 };
    const { orderId } = await simulation.staff().checkout.start({ lines: [wish], email: "dara@learners.test" });
    const look = async () => {
      const { lookUpCheckout } = await import("@stoa/api/checkout/look-up-checkout");
      await lookUpCheckout(simulation.context("worker"), orderId);
      const [order] = await simulation.database.sql<
        { status: string }[]
      >`select status from orders where id = ${orderId}`;
      return order?.status;
    };
    await simulation.clock.advance(HOUR_MS - 1);
    expect(await look()).toBe("pending");
    await simulation.clock.advance(1);
    expect(await look()).toBe("expired");
  });
});
