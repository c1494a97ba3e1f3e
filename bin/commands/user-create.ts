import { stdin } from "node:process";
import { createInterface } from "node:readline/promises";
import { createAccount, ROLES, type Role } from "@stoa/api/identity/index";
import { type Command, WrongUsage } from "../command.ts";
import { withContext } from "../stack/command-context.ts";

export const userCreate: Command = {
  name: "user create",
  summary: "Makes an account with a confirmed e-mail address; the password is read from standard input.",
  usage: "EMAIL",
  maxArguments: 1,
  options: {
    name: { type: "string", value: "NAME", help: "How the person is called." },
    roles: { type: "string", value: "ROLES", help: `Separated by commas: ${ROLES.join(", ")}. A learner unless told.` },
  },
  run: async ({ arguments: [email], options }) => {
    if (email === undefined) throw new WrongUsage("stoa user create needs an e-mail address.");
    const roles = rolesIn(String(options.roles ?? "learner"));
    const name = typeof options.name === "string" ? options.name : (email.split("@")[0] ?? email);
    const password = await readPassword();
    const { userId } = await withContext((ctx) => createAccount(ctx, { email, name, roles, password }));
    console.log(`${userId}  ${email}  ${roles.join(", ")}`);
  },
};

function rolesIn(text: string): Role[] {
  return text.split(",").map((part) => {
    const role = ROLES.find((each) => each === part.trim());
    if (role === undefined) throw new WrongUsage(`"${part.trim()}" is no role; they are ${ROLES.join(", ")}.`);
    return role;
  });
}

/** Not an option: what is on a command line is read by every process of the machine and kept in the shell's history. */
async function readPassword(): Promise<string> {
  if (stdin.isTTY) process.stderr.write("Password: ");
  const lines = createInterface({ input: stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new WrongUsage("stoa user create reads the password from standard input, which is empty.");
}
