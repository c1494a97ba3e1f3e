-- The application reads the books and adds to them. It names neither the time nor the transaction of an entry, nor what
-- an account may do; balances, seals and folds change through the functions of the ledger alone.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
  ledger_chart, ledger_accounts, ledger_entries, ledger_transfers, ledger_balances, ledger_seals, ledger_sealed_entries, ledger_folds
  FROM stoa_app;
--> statement-breakpoint
GRANT INSERT (address, currency) ON ledger_accounts TO stoa_app;
--> statement-breakpoint
GRANT INSERT (id, kind, subject, content_hash, effective_at, actor_kind, actor_id, correlation_id, reverses_id) ON ledger_entries TO stoa_app;
--> statement-breakpoint
GRANT INSERT ON ledger_transfers TO stoa_app;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION
  ledger_lock_balances(jsonb), ledger_append_seal(bigint, text, text, text, xid8, bigint, text[], text[]), ledger_fold_hot_accounts()
  FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION
  ledger_lock_balances(jsonb), ledger_append_seal(bigint, text, text, text, xid8, bigint, text[], text[]), ledger_fold_hot_accounts()
  TO stoa_app;
