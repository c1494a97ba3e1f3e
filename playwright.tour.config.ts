import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

/** Takes the pictures of docs/tour.md over a fresh Stoa: `npx playwright test -c playwright.tour.config.ts`. */
export default defineConfig({ ...base, testMatch: "*.tour.ts", timeout: 5 * 60_000 });
