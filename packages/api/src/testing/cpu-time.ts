/**
 * What a piece of work costs this process, in milliseconds of processor time on all of its threads. Unlike the time on
 * the wall it is the same on a loaded machine, so that a bound on it is no bet on the neighbours.
 */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The middle cost of two pieces of work, done in turn so that what else happens falls on both alike. */
export async function typicalCpuMs(
  rounds: number,
  first: (round: number) => unknown,
  second: (round: number) => unknown,
): Promise<[number, number]> {
  const costs: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    costs[0].push(await cpuMsOf(() => first(round)));
    costs[1].push(await cpuMsOf(() => second(round)));
  }
  return [middle(costs[0]), middle(costs[1])];
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
