import { memberProcedure, permittedProcedure, publicProcedure, router } from "../trpc.ts";
import { agreeTerms, endTerms } from "./agree-terms.ts";
import { addCreative, listCreatives, listOwnCreatives, retireCreative } from "./creatives.ts";
import { decideReferral } from "./decide-referral.ts";
import { joinProgramme } from "./join-programme.ts";
import { getAffiliate, listAffiliates } from "./list-affiliates.ts";
import { listOwnReferrals } from "./list-own-referrals.ts";
import { listReferrals, listTerms } from "./list-referrals.ts";
import { readOwnDashboard } from "./read-dashboard.ts";
import { readProgramme } from "./read-programme.ts";
import { readStatement, statementCsv } from "./read-statement.ts";
import * as s from "./schemas.ts";
import { statementPdf } from "./statement-pdf.ts";
import { reinstateAffiliate, suspendAffiliate } from "./suspend-affiliate.ts";
import { viewOwn } from "./view-own.ts";

const DONE = { done: true } as const;
const reader = permittedProcedure("affiliate:read");
const manager = permittedProcedure("affiliate:manage");

export const affiliatesRouter = router({
  programme: publicProcedure
    .meta({
      access: "anyone",
      openapi: {
        method: "GET",
        path: "/affiliates/programme",
        tags: ["Affiliates"],
        summary: "What the programme gives, and the version of its terms",
      },
    })
    .output(s.programmeView)
    .query(({ ctx }) => readProgramme(ctx)),
  join: memberProcedure
    .meta({
      access: "signed_in",
      idempotent: true,
      openapi: { method: "POST", path: "/affiliates", tags: ["Affiliates"], summary: "Become an affiliate" },
    })
    .input(s.joinInput)
    .output(s.ownAffiliate)
    .mutation(({ ctx, input }) => joinProgramme(ctx, input)),
  me: memberProcedure.output(s.ownAffiliate).query(({ ctx }) => viewOwn(ctx)),
  dashboard: memberProcedure
    .input(s.dashboardInput)
    .output(s.dashboard)
    .query(({ ctx, input }) => readOwnDashboard(ctx, input)),
  referrals: memberProcedure
    .input(s.ownReferralsInput)
    .output(s.ownReferralPage)
    .query(({ ctx, input }) => listOwnReferrals(ctx, input)),
  creatives: memberProcedure
    .output(s.ownCreativeList)
    .query(async ({ ctx }) => ({ items: await listOwnCreatives(ctx) })),
  statement: memberProcedure
    .input(s.statementInput)
    .output(s.statementView)
    .query(({ ctx, input }) => readStatement(ctx, input)),
  statementCsv: memberProcedure
    .input(s.statementInput)
    .output(s.fileAnswer)
    .query(({ ctx, input }) => statementCsv(ctx, input)),
  statementPdf: memberProcedure
    .input(s.statementInput)
    .output(s.pdfAnswer)
    .query(({ ctx, input }) => statementPdf(ctx, input)),
  manage: router({
    list: reader
      .input(s.listAffiliatesInput)
      .output(s.affiliatePage)
      .query(({ ctx, input }) => listAffiliates(ctx, input)),
    get: reader
      .input(s.affiliateDetailInput)
      .output(s.affiliateDetail)
      .query(({ ctx, input }) => getAffiliate(ctx, input)),
    suspend: manager
      .input(s.suspendInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await suspendAffiliate(ctx, input);
        return DONE;
      }),
    reinstate: manager
      .input(s.affiliateInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await reinstateAffiliate(ctx, input.affiliateId);
        return DONE;
      }),
    referrals: reader
      .input(s.listReferralsInput)
      .output(s.referralPage)
      .query(({ ctx, input }) => listReferrals(ctx, input)),
    decide: manager
      .input(s.decideInput)
      .output(s.decideAnswer)
      .mutation(({ ctx, input }) => decideReferral(ctx, input)),
    terms: reader
      .input(s.listTermsInput)
      .output(s.termList)
      .query(async ({ ctx, input }) => ({ items: await listTerms(ctx, input.affiliateId) })),
    agreeTerms: manager
      .input(s.agreeTermsInput)
      .output(s.termAnswer)
      .mutation(({ ctx, input }) => agreeTerms(ctx, input)),
    endTerms: manager
      .input(s.termInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await endTerms(ctx, input.termId);
        return DONE;
      }),
    creatives: reader.output(s.creativeList).query(async ({ ctx }) => ({ items: await listCreatives(ctx) })),
    addCreative: manager
      .input(s.creativeInput)
      .output(s.creativeAnswer)
      .mutation(({ ctx, input }) => addCreative(ctx, input)),
    retireCreative: manager
      .input(s.creativeIdInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await retireCreative(ctx, input.creativeId);
        return DONE;
      }),
  }),
});
