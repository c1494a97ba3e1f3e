import { permittedProcedure, publicFormProcedure, publicProcedure, router } from "../trpc.ts";
import { approveApplication } from "./approve-application.ts";
import { assignApplication, listReviewers } from "./assign-application.ts";
import { listApplications } from "./list-applications.ts";
import { closePool, contributeToPool, createPool, reopenPool } from "./manage-pools.ts";
import { openPools } from "./open-pools.ts";
import { listPools, readImpact } from "./pool-figures.ts";
import { rejectApplication } from "./reject-application.ts";
import { revokeAward } from "./revoke-award.ts";
import * as s from "./schemas.ts";
import { submitApplication } from "./submit-application.ts";

const reviewer = permittedProcedure("grant:review");
const funder = permittedProcedure("grant:fund");

export const grantsRouter = router({
  submit: publicFormProcedure({ action: "grant_application", whenUnavailable: "refuse" })
    .meta({
      access: "anyone",
      limit: "application",
      idempotent: true,
      openapi: {
        method: "POST",
        path: "/grants/applications",
        tags: ["Grants"],
        summary: "Ask for a course to be paid, in part or whole",
        description:
          "Where a captcha is set up, a guest sends the token of its widget (action `grant_application`) as `X-Captcha-Token`.",
      },
    })
    .input(s.applyInput)
    .output(s.applyAnswer)
    .mutation(({ ctx, input }) => submitApplication(ctx, input)),
  funds: publicProcedure.output(s.openPoolList).query(async ({ ctx }) => ({ items: await openPools(ctx) })),
  impact: publicProcedure
    .meta({
      access: "anyone",
      openapi: {
        method: "GET",
        path: "/grants/impact",
        tags: ["Grants"],
        summary: "What grants have done, in figures",
      },
    })
    .output(s.impactView)
    .query(({ ctx }) => readImpact(ctx)),
  applications: router({
    list: reviewer
      .input(s.listApplicationsInput)
      .output(s.applicationPage)
      .query(({ ctx, input }) => listApplications(ctx, input)),
    reviewers: reviewer.output(s.reviewerList).query(({ ctx }) => listReviewers(ctx)),
    assign: reviewer
      .input(s.assignInput)
      .output(s.applicationInput)
      .mutation(({ ctx, input }) => assignApplication(ctx, input)),
    approve: reviewer
      .input(s.approveInput)
      .output(s.approvedAnswer)
      .mutation(({ ctx, input }) => approveApplication(ctx, input)),
    reject: reviewer
      .input(s.rejectInput)
      .output(s.applicationInput)
      .mutation(({ ctx, input }) => rejectApplication(ctx, input)),
  }),
  awards: router({
    revoke: reviewer
      .input(s.revokeInput)
      .output(s.applicationInput)
      .mutation(({ ctx, input }) => revokeAward(ctx, input)),
  }),
  pools: router({
    list: reviewer.output(s.poolList).query(async ({ ctx }) => ({ items: await listPools(ctx) })),
    create: funder
      .input(s.createPoolInput)
      .output(s.poolInput)
      .mutation(({ ctx, input }) => createPool(ctx, input)),
    contribute: funder
      .meta({ access: "grant:fund", limit: "staff", idempotent: true })
      .input(s.contributeInput)
      .output(s.contributedAnswer)
      .mutation(({ ctx, input }) => contributeToPool(ctx, input)),
    close: funder
      .input(s.poolInput)
      .output(s.poolInput)
      .mutation(({ ctx, input }) => closePool(ctx, input.id)),
    reopen: funder
      .input(s.poolInput)
      .output(s.poolInput)
      .mutation(({ ctx, input }) => reopenPool(ctx, input.id)),
  }),
});
