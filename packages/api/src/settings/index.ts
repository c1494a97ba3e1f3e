export { settingNow } from "./platform-settings.ts";
export { settingsRouter } from "./router.ts";
export type { TaxRate } from "./schemas.ts";
export { taxFor } from "./tax-rates.ts";
