import { fileURLToPath } from "node:url";
import { runNextApp } from "@stoa/api/http/run-next-app";
import { listenAt } from "./env.ts";

await runNextApp({ dir: fileURLToPath(new URL("..", import.meta.url)), name: "web", ...listenAt });
