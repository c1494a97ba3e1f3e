ALTER TABLE "orders" DROP CONSTRAINT "orders_refunded_check";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "settled_minor" bigint;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "settled_currency" char(3);--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "lost_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What was taken for the orders of before: the payment that is in the books as their sale; nothing for a free one.
UPDATE orders o SET (settled_minor, settled_currency) = (
  SELECT coalesce(max(p.amount_minor), o.total_minor), coalesce(max(p.currency), o.currency)
  FROM payments p JOIN ledger_entries e ON e.subject = p.id AND e.kind IN ('payment_settled', 'held_payment_accepted')
  WHERE p.order_id = o.id
) WHERE o.paid_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_settled_check" CHECK (coalesce("orders"."settled_minor", 0) >= 0 and ("orders"."settled_minor" is null) = ("orders"."settled_currency" is null));--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_refunded_check" CHECK ("orders"."refunded_minor" between 0 and coalesce("orders"."settled_minor", "orders"."total_minor"));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_lost_check" CHECK ("payments"."lost_minor" >= 0 and ("payments"."lost_minor" = 0 or "payments"."refunded_minor" = "payments"."amount_minor"));