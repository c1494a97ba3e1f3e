CREATE SCHEMA IF NOT EXISTS faults;

-- One switch per target and kind; setting it again replaces the rate.
CREATE TABLE IF NOT EXISTS faults.fault (
  target text NOT NULL,
  kind text NOT NULL,
  rate double precision NOT NULL CHECK (rate BETWEEN 0 AND 1),
  delay_ms integer NOT NULL,
  PRIMARY KEY (target, kind)
);
