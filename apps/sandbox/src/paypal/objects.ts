import type { PayPalMoney } from "./amounts.ts";

export interface Link {
  href: string;
  rel: string;
  method: string;
}

export interface PurchaseUnit {
  reference_id: string;
  custom_id?: string;
  invoice_id?: string;
  description?: string;
  amount: PayPalMoney & { breakdown?: unknown };
  items?: unknown[];
}

export interface Order {
  id: string;
  intent: "CAPTURE";
  status: "PAYER_ACTION_REQUIRED" | "APPROVED" | "COMPLETED";
  create_time: string;
  update_time: string;
  purchase_units: [PurchaseUnit];
  payer?: { payer_id: string; email_address: string };
}

/** With what the buyer pays, which decides what comes of the capture. */
export const FUNDINGS = ["balance", "declined", "echeck"] as const;
export type Funding = (typeof FUNDINGS)[number];

/** What PayPal remembers of an order beside what it shows. */
export interface OrderDetails {
  returnUrl: string;
  cancelUrl: string;
  funding: Funding | null;
  lapsed: boolean;
}

export interface Capture {
  id: string;
  status: "COMPLETED" | "PENDING" | "PARTIALLY_REFUNDED" | "REFUNDED" | "DECLINED";
  status_details?: { reason: string };
  amount: PayPalMoney;
  custom_id?: string;
  invoice_id?: string;
  final_capture: true;
  seller_receivable_breakdown?: { gross_amount: PayPalMoney; paypal_fee: PayPalMoney; net_amount: PayPalMoney };
  supplementary_data: { related_ids: { order_id: string } };
  create_time: string;
  update_time: string;
  links: Link[];
}

export interface Refund {
  id: string;
  status: "COMPLETED";
  amount: PayPalMoney;
  custom_id?: string;
  invoice_id?: string;
  note_to_payer?: string;
  create_time: string;
  update_time: string;
  links: Link[];
}

export interface Dispute {
  dispute_id: string;
  create_time: string;
  update_time: string;
  disputed_transactions: [{ seller_transaction_id: string; custom?: string }];
  reason: string;
  status: "WAITING_FOR_SELLER_RESPONSE" | "RESOLVED";
  dispute_amount: PayPalMoney;
  dispute_outcome?: { outcome_code: "RESOLVED_SELLER_FAVOUR" | "RESOLVED_BUYER_FAVOUR" };
  dispute_life_cycle_stage: "CHARGEBACK";
  seller_response_due_date: string;
}

export const PAYOUT_ITEM_STATES = ["SUCCESS", "UNCLAIMED", "RETURNED", "FAILED"] as const;
export type PayoutItemState = (typeof PAYOUT_ITEM_STATES)[number];

/** Payouts write money in a third way. */
export interface PayoutMoney {
  currency: string;
  value: string;
}

export interface PayoutItem {
  payout_item_id: string;
  transaction_id: string;
  transaction_status: PayoutItemState;
  payout_batch_id: string;
  sender_batch_id: string;
  payout_item_fee: PayoutMoney;
  payout_item: {
    recipient_type: string;
    receiver: string;
    amount: PayoutMoney;
    sender_item_id?: string;
    note?: string;
  };
  time_processed: string;
  errors?: { name: string; message: string };
}

export interface PayoutBatch {
  payout_batch_id: string;
  batch_status: "SUCCESS";
  time_created: string;
  sender_batch_header: { sender_batch_id: string; email_subject?: string };
}

export interface PayPalEvent {
  id: string;
  event_version: "1.0";
  create_time: string;
  resource_type: string;
  resource_version: string;
  event_type: string;
  summary: string;
  resource: object;
  links: Link[];
}

export interface ObjectKinds {
  order: Order;
  capture: Capture;
  refund: Refund;
  dispute: Dispute;
  payout_batch: PayoutBatch;
  payout_item: PayoutItem;
  event: PayPalEvent;
}
export type ObjectKind = keyof ObjectKinds;
