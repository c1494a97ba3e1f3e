import { seed as fillEmptyDatabase } from "@stoa/api/seed/index";
import type { Command } from "../command.ts";
import { signIns } from "../stack/banner.ts";
import { withContext } from "../stack/command-context.ts";

export const seed: Command = {
  name: "seed",
  summary: "Fills an empty database with people and courses to try Stoa out with.",
  run: async () => {
    const { seeded, people, courses } = await withContext(({ services }) => fillEmptyDatabase(services));
    if (!seeded) {
      console.log("There are people in this database already; nothing was added.");
      return;
    }
    console.log(`${people} people and ${courses} courses.\n\n${signIns().join("\n")}`);
  },
};
