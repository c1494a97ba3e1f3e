import { randomInt } from "node:crypto";
import { tables, violates, withTransaction } from "@stoa/db";
import { newId } from "@stoa/kit";
import { account } from "@stoa/ledger";
import { eq, sql } from "drizzle-orm";
import { checkDestination, type Destination, payingGateways, pinAccount, registerPayee } from "../payouts/index.ts";
import type { UserActor } from "../platform/actor.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { settingNow } from "../settings/index.ts";
import { affiliateLink } from "./affiliate.ts";
import {
  AlreadyAffiliate,
  CodeTaken,
  EmailNotVerified,
  PayoutAccountNeeded,
  ProgrammeClosed,
  TermsOutdated,
} from "./errors.ts";
import { networkHash } from "./hashes.ts";
import { notePayoutAccount } from "./note-payout-account.ts";
import type { JoinInput, OwnAffiliate } from "./schemas.ts";
import { viewOwn } from "./view-own.ts";

const { affiliates, affiliateStats, users, userRoles } = tables;

/** Consonants and digits that nobody misreads and that spell nothing. */
const ALPHABET = "bcdfghjkmnpqrstvwxz23456789";
const CODE_LENGTH = 8;

/**
 * Makes the signed-in person an affiliate with a code and a link of their own and an account that they are paid out to,
 * and writes to them. Throws `EmailNotVerified`, `ProgrammeClosed`, `TermsOutdated`, `PayoutAccountNeeded`,
 * `DestinationRefused`, `PaysNobodyOut`, `AlreadyAffiliate` and `CodeTaken`.
 */
export async function joinProgramme(ctx: Context & { actor: UserActor }, input: JoinInput): Promise<OwnAffiliate> {
  if (!ctx.actor.emailVerified) throw new EmailNotVerified();
  const programme = await settingNow(ctx, "affiliateProgramme");
  if (!programme.open) throw new ProgrammeClosed();
  if (input.termsVersion !== programme.termsVersion) throw new TermsOutdated(programme.termsVersion);
  const payoutAccount = await checkPayoutAccount(ctx, input.payoutAccount);
  const code = input.code?.toLowerCase() ?? drawCode();
  try {
    return await withTransaction(ctx, async (tx) => {
      const id = await insertAffiliate(tx, { userId: ctx.actor.id, code, termsVersion: input.termsVersion });
      await tx.db.insert(affiliateStats).values({ affiliateId: id, countedAt: ctx.clock.now() });
      const address = account.affiliatePayable(id);
      const payee = { kind: "affiliate", subjectId: id } as const;
      const payeeId = await registerPayee(tx, { ...payee, userId: ctx.actor.id, address });
      if (payoutAccount !== null) {
        const { id: accountId } = await pinAccount(tx, payeeId, payoutAccount);
        await notePayoutAccount(tx, { ...payee, accountId });
      }
      await tx.db.insert(userRoles).values({ userId: ctx.actor.id, role: "affiliate" }).onConflictDoNothing();
      await recordAudit(tx, {
        action: "affiliates.join",
        subjectKind: "affiliate",
        subjectId: id,
        after: { userId: ctx.actor.id, code, termsVersion: input.termsVersion },
      });
      await welcome(tx, { userId: ctx.actor.id, affiliateId: id, code, rateBps: programme.rateBps });
      return viewOwn({ ...ctx, ...tx });
    });
  } catch (error) {
    if (violates(error, "affiliates_user_key")) throw new AlreadyAffiliate();
    if (violates(error, "affiliates_code_key")) throw new CodeTaken(code);
    throw error;
  }
}

/**
 * Where their money is to go, as the gateway has confirmed it, asked before anything is written. Nobody joins without, unless
 * there is no service yet that pays out.
 */
async function checkPayoutAccount(ctx: Context, wanted: JoinInput["payoutAccount"]): Promise<Destination | null> {
  if (wanted !== undefined) return checkDestination(ctx, wanted);
  if (payingGateways(ctx).length > 0) throw new PayoutAccountNeeded();
  return null;
}

async function insertAffiliate(
  ctx: TxContext,
  { userId, code, termsVersion }: { userId: string; code: string; termsVersion: string },
): Promise<string> {
  const id = newId("affiliate", ctx.clock.now().getTime());
  await ctx.db.insert(affiliates).values({
    id,
    userId,
    code,
    termsVersion,
    termsAcceptedAt: sql`now()`,
    joinedNetworkHash: ctx.request ? networkHash(ctx) : null,
  });
  return id;
}

async function welcome(
  ctx: TxContext,
  joined: { userId: string; affiliateId: string; code: string; rateBps: number },
): Promise<void> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, joined.userId));
  if (!user) return;
  await queueMail(ctx, {
    template: "affiliate-welcome",
    to: user.email,
    locale: user.locale,
    userId: user.id,
    data: {
      name: user.name,
      link: affiliateLink(ctx, joined.code),
      code: joined.code,
      rateBps: joined.rateBps,
      dashboardUrl: new URL("/affiliate", ctx.services.env.WEB_URL).href,
    },
    dedupeKey: `affiliate-welcome:${joined.affiliateId}`,
  });
}

/** Seven hundred billion codes, drawn by the CSPRNG without bias. */
function drawCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}
