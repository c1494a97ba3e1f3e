import type { Clock } from "@stoa/kit";
import type { Redis } from "ioredis";
import superjson from "superjson";

/** A cached read: which key, for how long, and which tags a write can call stale. */
export interface CacheRead<T> {
  key: string;
  ttlMs: number;
  tags: readonly string[];
  load: () => Promise<T>;
  /** Whether a value is kept; all are unless told. For keys that a stranger may choose: what is not there is not kept. */
  worthKeeping?: (value: T) => boolean;
}

/** Reads that may be a little old. The system is right, only slower, without it (P13). */
export interface Cache {
  /** The kept value, or the loaded one. Of many callers that miss one key at once, one in each process loads. */
  read<T>(read: CacheRead<T>): Promise<T>;
  /** Makes every read with one of these tags stale, in all processes, at once. Call after the commit. */
  invalidate(tags: readonly string[]): Promise<void>;
}

export type CacheObserver = (event: { key: string; hit: boolean }) => void;

interface Store {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** The generation of each tag; a value is fresh only under the generations it was loaded with. */
  generations(tags: readonly string[]): Promise<number[]>;
  advance(tags: readonly string[]): Promise<void>;
}

interface Kept<T> {
  generations: readonly number[];
  value: T;
}

interface Load {
  generations: readonly number[] | null;
  value: Promise<unknown>;
}

/** Builds the cache over a store. A store that fails is passed by: the value is loaded and the failure is told. */
export function createCache(store: Store, observe: CacheObserver, onDown: (error: unknown) => void): Cache {
  const loading = new Map<string, Load>();

  async function ask(
    read: Pick<CacheRead<unknown>, "key" | "tags">,
  ): Promise<[readonly number[], string | null] | null> {
    return Promise.all([store.generations(read.tags), store.get(read.key)]).catch((error) => {
      onDown(error);
      return null;
    });
  }

  async function load<T>(read: CacheRead<T>, generations: readonly number[] | null): Promise<T> {
    const value = await read.load();
    const keeps = generations !== null && (read.worthKeeping?.(value) ?? true);
    if (keeps) await store.set(read.key, superjson.stringify({ generations, value }), read.ttlMs).catch(onDown);
    return value;
  }

  return {
    async read<T>(read: CacheRead<T>): Promise<T> {
      const asked = await ask(read);
      const generations = asked?.[0] ?? null;
      const kept = asked && asked[1] !== null ? superjson.parse<Kept<T>>(asked[1]) : null;
      if (kept && isSame(kept.generations, generations)) {
        observe({ key: read.key, hit: true });
        return kept.value;
      }
      observe({ key: read.key, hit: false });
      // A load that began before a write may have read what the write has changed; who comes after it loads anew.
      const running = loading.get(read.key);
      if (running && isSame(running.generations, generations)) return running.value as Promise<T>;
      const value = load(read, generations).finally(() => {
        if (loading.get(read.key)?.value === value) loading.delete(read.key);
      });
      loading.set(read.key, { generations, value });
      return value;
    },
    async invalidate(tags) {
      // Also while the store cannot say so: what this process wrote, its next readers see.
      loading.clear();
      await store.advance(tags).catch(onDown);
    },
  };
}

function isSame(one: readonly number[] | null, other: readonly number[] | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((generation, index) => generation === other[index]);
}

export function redisStore(redis: Redis): Store {
  return {
    get: (key) => redis.get(`cache:${key}`),
    set: async (key, value, ttlMs) => {
      await redis.set(`cache:${key}`, value, "PX", ttlMs);
    },
    generations: async (tags) => {
      if (tags.length === 0) return [];
      const values = await redis.mget(tags.map((tag) => `cache-tag:${tag}`));
      return values.map((value) => Number(value ?? 0));
    },
    advance: async (tags) => {
      const pipeline = redis.pipeline();
      for (const tag of tags) pipeline.incr(`cache-tag:${tag}`);
      await pipeline.exec();
    },
  };
}

const MEMORY_ENTRIES_MAX = 2_000;

/** How processes without Redis tell each other which tags went stale. */
export interface InvalidationChannel {
  publish(tags: readonly string[]): Promise<void>;
  /** `onLost` is called when messages may have been missed. */
  subscribe(onTags: (tags: readonly string[]) => void, onLost: () => void): Promise<void>;
}

/** Values in this process, tags told to the others through Postgres; for an installation without Redis. */
export async function memoryStore(channel: InvalidationChannel, clock: Clock): Promise<Store> {
  const kept = new Map<string, { value: string; until: number }>();
  const tagGenerations = new Map<string, number>();
  const bump = (tags: readonly string[]) => {
    for (const tag of tags) tagGenerations.set(tag, (tagGenerations.get(tag) ?? 0) + 1);
  };
  await channel.subscribe(bump, () => kept.clear());
  return {
    get: async (key) => {
      const entry = kept.get(key);
      return entry && entry.until > clock.now().getTime() ? entry.value : null;
    },
    set: async (key, value, ttlMs) => {
      kept.delete(key);
      kept.set(key, { value, until: clock.now().getTime() + ttlMs });
      const oldest = kept.keys().next();
      if (kept.size > MEMORY_ENTRIES_MAX && !oldest.done) kept.delete(oldest.value);
    },
    generations: async (tags) => tags.map((tag) => tagGenerations.get(tag) ?? 0),
    advance: async (tags) => {
      bump(tags);
      await channel.publish(tags);
    },
  };
}
