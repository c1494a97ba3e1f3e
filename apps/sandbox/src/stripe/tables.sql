CREATE SCHEMA IF NOT EXISTS stripe;

-- Stripe's objects as its API shows them. `seq` is the order in which lists give them, newest first.
CREATE TABLE IF NOT EXISTS stripe.object (
  id text PRIMARY KEY,
  kind text NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  body jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS object_by_kind ON stripe.object (kind, seq DESC);
CREATE INDEX IF NOT EXISTS object_by_field ON stripe.object USING gin (body jsonb_path_ops);

-- The first answer given under a key. No status means that the request is still running.
CREATE TABLE IF NOT EXISTS stripe.idempotency_key (
  key text PRIMARY KEY,
  fingerprint text NOT NULL,
  status integer,
  answer jsonb,
  request_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One row per copy of an event that goes out. `waiting` rows are tried at `next_attempt_at`.
CREATE TABLE IF NOT EXISTS stripe.delivery (
  event_id text NOT NULL,
  copy integer NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed', 'lost')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  last_answer text,
  PRIMARY KEY (event_id, copy)
);
CREATE INDEX IF NOT EXISTS delivery_due ON stripe.delivery (next_attempt_at) WHERE status = 'waiting';

-- What happens by itself some time later: a pending refund succeeds, a bank debit is confirmed.
CREATE TABLE IF NOT EXISTS stripe.later (
  object_id text NOT NULL,
  step text NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (object_id, step)
);

-- What Stripe remembers of a checkout session beside what it shows: lines, and data for the payment intent.
CREATE TABLE IF NOT EXISTS stripe.session_detail (
  session_id text PRIMARY KEY,
  details jsonb NOT NULL
);
