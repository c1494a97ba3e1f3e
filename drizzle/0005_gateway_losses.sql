-- What went back to buyers beyond what they had paid, as packages/ledger/src/chart.ts declares it.
INSERT INTO ledger_chart (name, pattern, kind, non_negative, tracked) VALUES
  ('gatewayLosses', '^gateway/[a-z]+/losses$', 'expense', false, false);
