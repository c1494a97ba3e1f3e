CREATE SCHEMA IF NOT EXISTS authenticator;

CREATE TABLE IF NOT EXISTS authenticator.account (
  account text PRIMARY KEY,
  uri text NOT NULL,
  added_at timestamptz NOT NULL
);
