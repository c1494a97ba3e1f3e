import type messages from "../messages/en.json";
import type { Locale } from "./i18n/locales.ts";

declare module "next-intl" {
  interface AppConfig {
    Messages: typeof messages;
    Locale: Locale;
  }
}
