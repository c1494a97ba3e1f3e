import { createServer, type Server } from "node:http";
import { restHandler } from "@stoa/api/http/rest-handler";
import { trpcHandler } from "@stoa/api/http/trpc-handler";
import { GUEST } from "@stoa/api/platform/actor";
import postgres from "postgres";
import { type BenchRow, load, percentile, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

const CALLS = 400;
const CONCURRENCY = 8;
/** Requirements: p95 of a procedure, and statements of a request. */
const P95_MS = 100;
const STATEMENTS = 2;

interface Reading {
  name: string;
  path: string;
  /** Calls the cache stale before each read. */
  cold: boolean;
}

const input = (value: unknown) => encodeURIComponent(JSON.stringify({ json: value }));
const list = (limit: number) => `/api/trpc/courses.list?input=${input({ limit })}`;
const LIST_TRPC = list(20);
const DETAIL_TRPC = `/api/trpc/courses.get?input=${input({ slug: "double-entry-for-makers" })}`;

const READINGS: readonly Reading[] = [
  { name: "catalogue list, tRPC, cached", path: LIST_TRPC, cold: false },
  { name: "catalogue list, tRPC, not cached", path: LIST_TRPC, cold: true },
  { name: "catalogue list of 10, not cached", path: list(10), cold: true },
  { name: "catalogue list of 100, not cached", path: list(100), cold: true },
  { name: "catalogue list, REST, cached", path: "/api/v1/courses?limit=20", cold: false },
  { name: "course, tRPC, cached", path: DETAIL_TRPC, cold: false },
  { name: "course, tRPC, not cached", path: DETAIL_TRPC, cold: true },
  { name: "course, REST, cached", path: "/api/v1/courses/double-entry-for-makers", cold: false },
];

/** So many that a page of a hundred is full. */
const COURSES = 200;

/** Reads over real HTTP, on the same two cores as the caller: rate, p95, and statements per request. */
export async function measureCatalogue(scratch: Scratch): Promise<BenchRow[]> {
  const unlimited = {
    ...scratch.services.limiter,
    take: async () => ({ allowed: true, limit: 1, remaining: 1, resetMs: 0 }),
  };
  const services = { ...scratch.services, limiter: unlimited };
  await addCourses(scratch);
  const face = { services: async () => services, actorOf: async () => GUEST };
  const server = await serve({ "/api/trpc": trpcHandler(face), "/api/v1": restHandler(face) });
  try {
    const rows: BenchRow[] = [];
    for (const reading of READINGS) rows.push(...(await measure(scratch, server.url, reading)));
    return rows;
  } finally {
    await server.close();
  }
}

async function addCourses({ url }: Scratch): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  await owner`insert into courses (id, slug, title, summary, description, category_id, instructor_id, difficulty,
      price_minor, currency, status, published_at)
    select 'crs_copy' || n, 'copy-' || n, 'Copy ' || n, summary, description, category_id, instructor_id, difficulty,
      price_minor, currency, status, published_at
    from (select * from courses where status = 'published' limit 1) model, generate_series(1, ${COURSES}::int) n`;
  await owner.end();
}

async function measure(scratch: Scratch, url: string, reading: Reading): Promise<BenchRow[]> {
  const read = async () => {
    if (reading.cold) await scratch.services.cache.invalidate(["courses"]);
    const response = await fetch(url + reading.path);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${reading.path} answered ${response.status}`);
  };
  await read();
  const before = await scratch.statements();
  await load(turns(20), 1, read);
  const statements = ((await scratch.statements()) - before) / 20;
  const { perSecond, samplesMs } = await load(turns(CALLS), CONCURRENCY, read);
  return [
    row(`${reading.name}: requests`, perSecond, "requests/s"),
    row(`${reading.name}: p95`, percentile(samplesMs, 0.95), "ms", P95_MS),
    row(`${reading.name}: statements`, statements, "a request", STATEMENTS),
  ];
}

type Handler = (request: Request) => Promise<Response>;

async function serve(handlers: Readonly<Record<string, Handler>>): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(async (request, response) => {
    const handler = Object.entries(handlers).find(([prefix]) => request.url?.startsWith(prefix))?.[1];
    if (!handler) return void response.writeHead(404).end();
    const answer = await handler(new Request(`http://bench.local${request.url}`));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function turns(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
