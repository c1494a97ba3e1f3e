export { isOn } from "./flags.ts";
export { flagsRouter } from "./router.ts";
