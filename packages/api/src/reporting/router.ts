import { inspectQueues, listDead } from "@stoa/jobs";
import { permittedProcedure, router } from "../trpc.ts";
import * as charts from "./chart-schemas.ts";
import { accountStatement, exploreAccounts, exploreEntries, exploreEntry } from "./explore-ledger.ts";
import { readCommissionStates, readMoneyDays, readPayoutMonths } from "./read-charts.ts";
import { readOverview } from "./read-overview.ts";
import { brokenInvariants } from "./run-invariants.ts";
import * as s from "./schemas.ts";
import { searchRecords } from "./search-records.ts";
import * as search from "./search-schemas.ts";
import { discardDeadMessage, replayDeadMessage } from "./tend-queues.ts";
import { openAlerts } from "./watch-alerts.ts";

const reports = permittedProcedure("report:read");
const books = permittedProcedure("ledger:read");
const queues = permittedProcedure("queue:read");
const queueKeeper = permittedProcedure("queue:manage");

export const reportingRouter = router({
  overview: reports
    .input(s.overviewInput)
    .output(s.overview)
    .query(({ ctx, input }) => readOverview(ctx, input)),
  moneyDays: reports
    .input(s.overviewInput)
    .output(charts.moneyDays)
    .query(({ ctx, input }) => readMoneyDays(ctx, input)),
  payoutMonths: permittedProcedure("payout:read")
    .input(charts.payoutMonthsInput)
    .output(charts.payoutMonths)
    .query(({ ctx, input }) => readPayoutMonths(ctx, input)),
  commissionStates: permittedProcedure("affiliate:read")
    .output(charts.commissionStates)
    .query(({ ctx }) => readCommissionStates(ctx)),
  alerts: reports.output(s.alertList).query(async ({ ctx }) => ({ items: await openAlerts(ctx) })),

  /** Whoever may enter the staff's rooms may search; each kind of record asks for its own permission. */
  search: permittedProcedure("course:read_draft")
    .input(search.searchInput)
    .output(search.foundRecords)
    .query(async ({ ctx, input }) => ({ items: await searchRecords(ctx, input) })),

  ledger: router({
    accounts: books
      .input(s.listAccountsInput)
      .output(s.accountPage)
      .query(({ ctx, input }) => exploreAccounts(ctx, input)),
    statement: books
      .input(s.statementInput)
      .output(s.statementView)
      .query(({ ctx, input }) => accountStatement(ctx, input)),
    entries: books
      .input(s.listEntriesInput)
      .output(s.entryPage)
      .query(({ ctx, input }) => exploreEntries(ctx, input)),
    entry: books
      .input(s.entryInput)
      .output(s.journalEntry)
      .query(({ ctx, input }) => exploreEntry(ctx, input.id)),
    invariants: books.output(s.invariantsView).query(async ({ ctx }) => ({ breaches: await brokenInvariants(ctx) })),
  }),

  queues: router({
    list: queues.output(s.queueList).query(async ({ ctx }) => ({ items: await inspectQueues(ctx) })),
    dead: queues
      .input(s.listDeadInput)
      .output(s.deadPage)
      .query(({ ctx, input }) => listDead(ctx, input)),
    replay: queueKeeper
      .input(s.messageInput)
      .output(s.messageAnswer)
      .mutation(({ ctx, input }) => replayDeadMessage(ctx, input.id)),
    discard: queueKeeper
      .input(s.messageInput)
      .output(s.messageAnswer)
      .mutation(({ ctx, input }) => discardDeadMessage(ctx, input.id)),
  }),
});
