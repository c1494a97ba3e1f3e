import { randomBytes } from "node:crypto";
import { type Played, simulateFaults } from "../../tooling/faults/simulate-faults.ts";
import { AlreadyReported, type CommandInput, WrongUsage } from "../command.ts";
import { colour, duration } from "../terminal.ts";

/** A hundredth of the numbers that are promised: minutes, not hours. */
const SCALE = 0.01;

/** Plays the bad days and prints each promise with its figures; fails when one is broken. */
export async function playFaults(options: CommandInput["options"]): Promise<void> {
  const scale = Number(options.scale ?? SCALE);
  if (!(scale > 0 && scale <= 1)) throw new WrongUsage("--scale takes a number above 0, up to 1.");
  const only = String(options.promise ?? "")
    .split(",")
    .filter((text) => text !== "")
    .map(Number);
  if (!only.every(Number.isSafeInteger)) throw new WrongUsage("--promise takes numbers of promises, such as 1,4,10.");
  const seed = String(options.seed ?? randomBytes(4).toString("hex"));
  console.log(`Seed ${seed}, scale ${scale}\n`);
  let broken = 0;
  await simulateFaults({ seed, scale, only }, (played) => {
    if (played.broken.length > 0) broken += 1;
    console.log(reportOf(played));
  });
  if (broken === 0) return;
  console.log(
    `Again: npm run stoa -- simulate --faults --seed ${seed} --scale ${scale}${only.length > 0 ? ` --promise ${only.join(",")}` : ""}`,
  );
  throw new AlreadyReported();
}

function reportOf({ scenario, figures, broken, seconds }: Played): string {
  const verdict = broken.length === 0 ? colour("green", "kept") : colour("red", "broken");
  return [
    `${scenario.promise}. ${scenario.name}: ${verdict}, in ${duration(seconds * 1_000)}`,
    `   Promised: ${scenario.passes}.`,
    `   ${Object.entries(figures)
      .map(([name, figure]) => `${name} ${figure}`)
      .join(", ")}`,
    ...broken.map((sentence) => colour("red", `   Not so: ${sentence}`)),
    "",
  ].join("\n");
}
