import type { Language } from "../language.ts";
import { action, type BillSum, type Block, bill, facts, type Letter, link, note, paragraph } from "../layout/letter.ts";
import type { MailData } from "../mail-data.ts";

type Receipt = MailData["order-receipt"];

/**
 * What was bought and paid, or given. A guest is led to claim the purchase, anyone else straight to what they bought; who
 * gave is told that a donation is none.
 */
export function orderReceipt(data: Receipt, language: Language): Letter {
  const words = wordsFor(data, language);
  const total = language.money(data.total);
  return {
    subject: words.subject(data.invoiceNumber),
    preview: words.preview(total),
    blocks: [
      paragraph(words.body),
      facts([
        { label: words.order, value: data.orderId },
        { label: words.invoice, value: data.invoiceNumber },
        { label: words.paidOn, value: language.moment(data.at, data.timeZone) },
      ]),
      billOf(data, language),
      ...nextStep(data, language),
      ...(data.gift === "part" ? [note(words.giftPart)] : []),
      ...(data.lmsPending ? [note(words.lmsPending)] : []),
      link(words.seeOrder, data.orderUrl),
    ],
  };
}

function wordsFor({ gift }: Receipt, language: Language) {
  const words = language.messages["order-receipt"];
  return gift === "all" ? { ...words, ...words.gift } : words;
}

function billOf(data: Receipt, language: Language): Block {
  const words = wordsFor(data, language);
  const lines = data.lines.map((line) => ({
    title: words.quantity(line.quantity, line.title),
    amount: language.money(line.amount),
    url: line.url,
  }));
  const total: BillSum = { label: words.total, amount: language.money(data.total), isTotal: true };
  if (data.tax === null) return bill(words.bill, lines, [total]);
  const rate = language.rate(data.tax.rateBps);
  const tax: BillSum = {
    label: data.tax.included ? words.taxIncluded(rate) : words.taxAdded(rate),
    amount: language.money(data.tax.amount),
    isTotal: false,
  };
  return bill(words.bill, lines, data.tax.included ? [total, tax] : [tax, total]);
}

function nextStep(data: Receipt, language: Language): Block[] {
  const words = wordsFor(data, language);
  if (data.claimUrl !== null) return [paragraph(words.claim), action(words.claimAction, data.claimUrl)];
  const first = data.lines.find((line) => line.url !== null)?.url;
  return first ? [action(words.openAction, first)] : [];
}
