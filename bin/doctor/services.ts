import type { Context } from "@stoa/api/platform/context";
import { brokenInvariants } from "@stoa/api/reporting/run-invariants";
import { type Connection, connect, migrationState } from "@stoa/db";
import { inspectQueues } from "@stoa/jobs";
import { GATEWAY_NAMES } from "@stoa/payments";
import { askRedis } from "../stack/redis-client.ts";
import { ask, type Finding } from "./finding.ts";

/** Older than this, an event or a job that is due has nobody who works on it. */
const STALE_SECONDS = 300;

/** What only the running services can tell. */
export async function askServices(ctx: Context): Promise<Finding[]> {
  const { sql, close } = connect({ url: ctx.services.env.DATABASE_URL, applicationName: "stoa-doctor", max: 1 });
  const findings = [
    await ask("postgres", () => askPostgres(sql)),
    await ask("migrations", () => askMigrations(ctx)),
    await ask("queue", () => askQueue(ctx)),
    ...askGateways(ctx),
    await ask("lms", () => askLms(ctx)),
    await ask("mail", () => askMail(ctx)),
    await ask("books", () => askBooks(ctx)),
    await ask("inbox", () => askInbox(sql)),
    await ask("outbox", () => askOutbox(ctx)),
  ];
  await close();
  return findings;
}

type Answer = Omit<Finding, "name">;

async function askPostgres(sql: Connection["sql"]): Promise<Answer> {
  const [row] = await sql<Record<"version" | "role" | "checksums" | "fsync" | "commit", string>[]>`
    select current_setting('server_version') as version, current_user as role,
      current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit`;
  if (row === undefined) return { state: "wrong", says: "gives no answer" };
  const says = `${row.version} as ${row.role}, checksums ${row.checksums}, fsync ${row.fsync}, synchronous_commit ${row.commit}`;
  if (row.fsync !== "on" || row.commit === "off")
    return { state: "wrong", says: `${says}: a paid order could be lost` };
  return { state: row.checksums === "on" ? "good" : "note", says };
}

async function askMigrations({ services }: Context): Promise<Answer> {
  const { applied, known } = await migrationState(services.env.DATABASE_URL);
  return applied === known
    ? { state: "good", says: `all ${known} applied` }
    : { state: "wrong", says: `${applied} of ${known} applied; npm run stoa -- migrate` };
}

async function askQueue({ services: { env } }: Context): Promise<Answer> {
  if (env.STOA_QUEUE === "postgres" || env.REDIS_URL === undefined) return { state: "good", says: "on Postgres" };
  const answer = await askRedis(env.REDIS_URL, ["CONFIG", "GET", "maxmemory-policy"]);
  const policy = answer.split("\r\n").at(-1) ?? "";
  return policy === "noeviction"
    ? { state: "good", says: "Redis, noeviction" }
    : { state: "wrong", says: `Redis with ${policy}: jobs can be evicted. Set maxmemory-policy to noeviction` };
}

function askGateways({ services }: Context): Finding[] {
  return GATEWAY_NAMES.map((name) => {
    const on = services.gateways.enabled().includes(name);
    return { name, state: on ? "good" : "off", says: on ? "on" : "off; no key is set" };
  });
}

async function askLms({ services: { lms, env } }: Context): Promise<Answer> {
  if (lms === null) return { state: "off", says: "FRAPPE_URL is not set" };
  await lms.ping();
  return { state: "good", says: `${env.FRAPPE_URL} answers` };
}

async function askMail({ services: { mail, env } }: Context): Promise<Answer> {
  if (mail === null)
    return { state: "off", says: "neither SMTP_URL nor SENDGRID_API_KEY is set; mails wait in the queue" };
  await mail.verify();
  return { state: "good", says: env.SMTP_URL === undefined ? "SendGrid answers" : "the SMTP server answers" };
}

async function askBooks(ctx: Context): Promise<Answer> {
  const breaches = await brokenInvariants(ctx);
  return breaches.length === 0
    ? { state: "good", says: "every invariant of books and sales holds" }
    : {
        state: "wrong",
        says: breaches.map((breach) => `${breach.states} Not so: ${breach.sampleIds.join(", ")}`).join(" "),
      };
}

async function askInbox(sql: Connection["sql"]): Promise<Answer> {
  const [row] = await sql<{ waiting: number; dead: number; oldest: number }[]>`
    select count(*) filter (where dead_at is null)::int as waiting, count(*) filter (where dead_at is not null)::int as dead,
      coalesce(extract(epoch from now() - min(received_at) filter (where dead_at is null)), 0)::int as oldest
    from inbox_events where handled_at is null`;
  return backlog(row?.waiting ?? 0, row?.dead ?? 0, row?.oldest ?? 0);
}

async function askOutbox(ctx: Context): Promise<Answer> {
  const queues = await inspectQueues(ctx);
  const total = (of: (queue: (typeof queues)[number]) => number) => queues.reduce((sum, queue) => sum + of(queue), 0);
  const oldest = Math.max(...queues.map((queue) => queue.oldestSeconds));
  return backlog(
    total((queue) => queue.unsent + queue.unacked),
    total((queue) => queue.dead),
    Math.round(oldest),
  );
}

function backlog(waiting: number, dead: number, oldestSeconds: number): Answer {
  const says = `${waiting} waiting, the oldest for ${oldestSeconds} s; ${dead} given up`;
  if (dead > 0) return { state: "wrong", says: `${says}. npm run stoa -- replay --dead` };
  return { state: oldestSeconds > STALE_SECONDS ? "wrong" : "good", says };
}
