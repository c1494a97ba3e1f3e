/** Why money moved. Every transfer carries one; the linked record (the entry's subject) says who and what. */
export const TRANSFER_CODES = {
  sale: "The price of what was sold, without tax.",
  tax: "Tax on a sale, owed to the buyer's country.",
  gateway_fee: "What the gateway kept of a payment.",
  review_held: "A payment that is not as expected, kept aside until a person decides.",
  review_returned: "A payment under review, given back to the buyer.",
  refund: "A sale, or a part of it, given back to the buyer.",
  refund_promised: "A refund owed to the buyer before the gateway carries it out.",
  refund_failed: "A refund that the gateway could not carry out, put back.",
  refund_repaid: "A refund that had failed, paid after all.",
  loss: "What a buyer got back beyond what they had paid.",
  loss_recovered: "Of such a loss, what came back because a refund failed.",
  dispute_opened: "Money the gateway took back when a buyer disputed a payment.",
  dispute_won: "Disputed money that the gateway gave back.",
  dispute_lost: "A sale that a lost dispute undid.",
  dispute_fee: "What the gateway charged for a dispute.",
  commission: "An affiliate's share of a sale.",
  clawback: "A commission taken back with the sale it came from.",
  debt_netted: "What a payee owed back, kept from what they earned next.",
  escrow: "A live session's price, kept until it is settled.",
  settlement: "A payee's share of an escrow or payment.",
  platform_fee: "The platform's share of an escrow or payment.",
  penalty: "What dissatisfaction took from a partner's share.",
  earnings: "A creator's share of a membership, unlock or tip.",
  top_up: "Money that a person put into their wallet.",
  wallet_spend: "A purchase paid from a wallet.",
  wallet_refund: "Money given back to a wallet.",
  grant_funding: "Money put into a pool of grants.",
  grant_award: "A course, or a part of it, paid by a pool of grants.",
  grant_returned: "What a pool had paid for a course that was given back.",
  payout: "Money paid out to a payee.",
  payout_returned: "Money paid out that came back from its payee.",
  gateway_payout: "Money that a gateway paid to the platform's bank.",
  exchange: "One side of a change of currency.",
  correction: "A mistake of the books put right.",
} as const;

export type TransferCode = keyof typeof TRANSFER_CODES;

/** Whether a text is a code of the list. */
export function isTransferCode(text: string): text is TransferCode {
  return Object.hasOwn(TRANSFER_CODES, text);
}
