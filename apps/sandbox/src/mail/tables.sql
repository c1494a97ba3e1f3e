CREATE SCHEMA IF NOT EXISTS mail;

-- One row per recipient and delivery, so that a mail sent twice is here twice.
CREATE TABLE IF NOT EXISTS mail.mail (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id text NOT NULL,
  recipient text NOT NULL,
  sender text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  links text[] NOT NULL,
  raw bytea NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS mail_recipient ON mail.mail (lower(recipient), seq DESC);
