CREATE SCHEMA IF NOT EXISTS paypal;

-- PayPal's objects as its API shows them; `details` holds what it remembers beside. `seq` is the order of their making.
CREATE TABLE IF NOT EXISTS paypal.object (
  id text PRIMARY KEY,
  kind text NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  body jsonb NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS object_by_kind ON paypal.object (kind, seq);
CREATE INDEX IF NOT EXISTS object_by_field ON paypal.object USING gin (body jsonb_path_ops);

-- Tokens that were given out, and until when they open the API.
CREATE TABLE IF NOT EXISTS paypal.token (
  token text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- What a request made under its PayPal-Request-Id. The same id again is answered with the object as it is then.
CREATE TABLE IF NOT EXISTS paypal.request (
  path text NOT NULL,
  request_id text NOT NULL,
  object_id text NOT NULL,
  PRIMARY KEY (path, request_id)
);

-- One row per copy of an event that goes out. `waiting` rows are tried at `next_attempt_at`.
CREATE TABLE IF NOT EXISTS paypal.delivery (
  event_id text NOT NULL,
  copy integer NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed', 'lost')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  last_answer text,
  PRIMARY KEY (event_id, copy)
);
CREATE INDEX IF NOT EXISTS delivery_due ON paypal.delivery (next_attempt_at) WHERE status = 'waiting';
