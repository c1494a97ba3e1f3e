import { permittedProcedure, publicProcedure, router } from "../trpc.ts";
import { ownFlags, readFlags, setFlag } from "./flags.ts";
import * as s from "./schemas.ts";

export const flagsRouter = router({
  mine: publicProcedure.output(s.ownFlags).query(({ ctx }) => ownFlags(ctx)),
  list: permittedProcedure("settings:read")
    .output(s.flagList)
    .query(async ({ ctx }) => ({ items: await readFlags(ctx) })),
  set: permittedProcedure("settings:write")
    .input(s.setFlagInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await setFlag(ctx, input);
      return { done: true } as const;
    }),
});
