/** The one source of chance of a run: the same seed gives the same numbers, on every machine. */
export class Chance {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    [this.a, this.b, this.c] = scatter(seed);
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  /** A whole number from 0 up to, but not, `bound`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const chosen = from[this.below(from.length)];
    if (chosen === undefined) throw new Error("nothing to pick from");
    return chosen;
  }

  pickOrNull<T>(from: readonly T[]): T | null {
    return from.length === 0 ? null : this.pick(from);
  }

  /** Picks in proportion to the weights. */
  weighted<T>(from: readonly T[], weightOf: (one: T) => number): T {
    let left = this.next() * from.reduce((sum, one) => sum + weightOf(one), 0);
    for (const one of from) {
      left -= weightOf(one);
      if (left < 0) return one;
    }
    return this.pick(from);
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.bits() & 255;
  }

  /** Another source that this seed and name decide, so that drawing from one does not shift the other. */
  fork(name: string): Chance {
    return new Chance(`${this.bits()}:${name}`);
  }

  /** sfc32: 32 bits, small state, good enough to pass PractRand. */
  private bits(): number {
    const out = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + out;
    return out >>> 0;
  }
}

/** Three well-mixed words of any text (FNV-1a with three offsets). */
function scatter(text: string): [number, number, number] {
  const word = (offset: number) => {
    let hash = offset | 0;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash;
  };
  return [word(0x811c9dc5), word(0x1b873593), word(0x85ebca6b)];
}
