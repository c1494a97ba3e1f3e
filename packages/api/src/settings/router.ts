import { permittedProcedure, publicProcedure, router } from "../trpc.ts";
import { changeSetting, readPublicSettings, readSettings } from "./platform-settings.ts";
import * as s from "./schemas.ts";
import { listTaxRates, removeTaxRate, upsertTaxRate } from "./tax-rates.ts";

const DONE = { done: true } as const;
const reader = permittedProcedure("settings:read");
const writer = permittedProcedure("settings:write");

export const settingsRouter = router({
  public: publicProcedure.output(s.publicSettings).query(({ ctx }) => readPublicSettings(ctx)),
  all: reader.output(s.allSettings).query(({ ctx }) => readSettings(ctx)),
  change: writer
    .input(s.changeSettingInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await changeSetting(ctx, input);
      return DONE;
    }),
  callerOrigin: reader
    .output(s.callerOrigin)
    .query(({ ctx }) => ctx.request && { ip: ctx.request.ip, country: ctx.request.country }),
  taxRates: router({
    list: reader.output(s.taxRateList).query(async ({ ctx }) => ({ items: await listTaxRates(ctx) })),
    upsert: writer
      .input(s.upsertTaxRateInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await upsertTaxRate(ctx, input);
        return DONE;
      }),
    remove: writer
      .input(s.countryInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await removeTaxRate(ctx, input.country);
        return DONE;
      }),
  }),
});
