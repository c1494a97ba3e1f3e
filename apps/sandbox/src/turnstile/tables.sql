CREATE SCHEMA IF NOT EXISTS turnstile;

CREATE TABLE IF NOT EXISTS turnstile.token (
  token text PRIMARY KEY,
  action text NOT NULL,
  hostname text NOT NULL,
  issued_at timestamptz NOT NULL,
  used_at timestamptz
);
