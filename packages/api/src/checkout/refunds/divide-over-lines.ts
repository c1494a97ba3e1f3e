import { allocate, mulDiv } from "@stoa/kit";

/** Money of one line: its price, and the tax in or on it. */
export interface LineMoney {
  netMinor: number;
  taxMinor: number;
}

/** A line as it was sold, and how much of it has been undone. */
export interface LineStanding {
  lineId: string;
  sold: LineMoney;
  undone: LineMoney;
}

export interface LinePart extends LineMoney {
  lineId: string;
}

/** What a line holds with its tax. */
export function grossOf({ netMinor, taxMinor }: LineMoney): number {
  return netMinor + taxMinor;
}

/** What of a line has not been undone, its tax included. */
export function leftOf({ sold, undone }: LineStanding): number {
  return grossOf(sold) - grossOf(undone);
}

/**
 * Says what of each line an amount undoes: first the lines that are named, whole, then the others by what is left of each
 * (largest remainder). Parts of nothing are left out. The amount is at most what is left of all.
 */
export function divideOverLines(
  amountMinor: number,
  lines: readonly LineStanding[],
  named: readonly string[] | null,
): LinePart[] {
  const wanted = lines.map((line) => (named?.includes(line.lineId) ? leftOf(line) : 0));
  const others = lines.map((line, index) => leftOf(line) - (wanted[index] ?? 0));
  const ofNamed = Math.min(amountMinor, sumOf(wanted));
  const first = split(ofNamed, wanted);
  const rest = split(amountMinor - ofNamed, others);
  return lines.flatMap((line, index) => {
    const gross = (first[index] ?? 0) + (rest[index] ?? 0);
    return gross === 0 ? [] : [{ lineId: line.lineId, ...partOf(line, gross) }];
  });
}

function split(amountMinor: number, weights: readonly number[]): number[] {
  return amountMinor === 0 ? weights.map(() => 0) : allocate(amountMinor, weights);
}

/**
 * The tax of a part is the tax of all that is undone so far, less what was undone before: rounded once, in whatever
 * order the parts come.
 */
function partOf({ sold, undone }: LineStanding, gross: number): LineMoney {
  const soFar = mulDiv(grossOf(undone) + gross, sold.taxMinor, grossOf(sold));
  const least = Math.max(0, gross - (sold.netMinor - undone.netMinor));
  const most = Math.min(gross, sold.taxMinor - undone.taxMinor);
  const taxMinor = Math.min(Math.max(soFar - undone.taxMinor, least), most);
  return { netMinor: gross - taxMinor, taxMinor };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
