import { AlreadyReported, type Command } from "../command.ts";
import { type Finding, printFinding } from "../doctor/finding.ts";
import { askMachine } from "../doctor/machine.ts";
import { askServices } from "../doctor/services.ts";
import { withContext } from "../stack/command-context.ts";
import { runningPostgres } from "../stack/postgres.ts";
import { runningLauncher } from "../stack/run-file.ts";
import { openSetting, type Setting } from "../stack/services.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "Looks at this machine and at what runs on it, and says of each thing whether it is well.",
  run: async () => {
    const setting = openSetting();
    const findings = [...(await askMachine(setting)), ...(await askRunning(setting))];
    for (const finding of findings) printFinding(finding);
    if (findings.some((finding) => finding.state === "wrong")) throw new AlreadyReported();
  },
};

/** Asks the services when there is a database to ask; a doctor starts nothing. */
async function askRunning({ home, caller, secrets }: Setting): Promise<Finding[]> {
  if (caller.DATABASE_URL === undefined && (await runningPostgres(home, secrets)) === null) {
    const isUp = runningLauncher(home) !== null;
    const says = isUp
      ? `down although Stoa runs; ${home.in("logs", "postgres.log")} says why`
      : "not running; npm start starts it, and doctor then says more";
    return [{ name: "postgres", state: isUp ? "wrong" : "off", says }];
  }
  return withContext(askServices);
}
