-- The log of every station, what it amounts to, and the dispatch queue.
--
-- `intake_hub` serves: it gets no more than each table needs. It can add events, and never change or delete
-- one. Names made by stations are compared byte for byte ("C"), which is also the quickest order.

CREATE TABLE site (
  site text PRIMARY KEY,
  last_emergency bigint NOT NULL DEFAULT 0
);

CREATE TABLE station (
  station text COLLATE "C" PRIMARY KEY,
  site text NOT NULL REFERENCES site,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz,
  -- Counted up in the transaction that uses the number: its row lock lets numbers become visible in order.
  last_answer bigint NOT NULL DEFAULT 0,
  last_rejected bigint NOT NULL DEFAULT 0
);

CREATE TABLE token (
  sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32),
  role text NOT NULL CHECK (role IN ('station', 'shipper', 'admin')),
  name text NOT NULL,
  station text COLLATE "C" REFERENCES station CHECK ((role = 'station') = (station IS NOT NULL)),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz
);

-- How far the hub has each incarnation: `seq` and `hash` are its newest event's, so that a position costs one
-- row however long the log is.
CREATE TABLE incarnation (
  station text COLLATE "C" NOT NULL REFERENCES station,
  incarnation text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  before text COLLATE "C",
  first bigint NOT NULL CHECK (first >= 1),
  prev bytea NOT NULL CHECK (length(prev) = 32),
  seq bigint NOT NULL CHECK (seq >= first),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (station, incarnation),
  UNIQUE (station, number)
);

-- No foreign key to incarnation: it would be looked up for each of a batch's events, whose incarnation the
-- same transaction has locked.
CREATE TABLE event (
  station text COLLATE "C" NOT NULL,
  incarnation text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  id text COLLATE "C" UNIQUE,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  -- Bytes, not text: they are given back as they came, whatever they are.
  envelope bytea NOT NULL,
  kind text,
  at timestamptz,
  parcel text COLLATE "C",
  unit text COLLATE "C",
  received_at timestamptz NOT NULL,
  -- Why it has no effect; its place in the chain is kept.
  rejected text,
  CHECK (rejected IS NOT NULL OR (id IS NOT NULL AND kind IS NOT NULL AND at IS NOT NULL)),
  PRIMARY KEY (station, incarnation, seq)
);
-- A parcel's history is read whenever something more happens to it.
CREATE INDEX event_parcel ON event (station, parcel) WHERE parcel IS NOT NULL;

-- Dead letters, counted.
CREATE TABLE rejection (
  station text COLLATE "C" NOT NULL REFERENCES station,
  number bigint NOT NULL,
  incarnation text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (station, number)
);

CREATE TABLE parcel (
  station text COLLATE "C" NOT NULL REFERENCES station,
  parcel text COLLATE "C" NOT NULL,
  label text NOT NULL,
  claim text,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  units integer NOT NULL,
  PRIMARY KEY (station, parcel)
);

-- A station's units and holds are its parcels' rows: written with them in one transaction, so that a foreign
-- key would only cost.
CREATE TABLE unit (
  station text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  parcel text COLLATE "C" NOT NULL,
  serial text,
  maker text,
  verdict text,
  campaign text,
  model text,
  colour text,
  list_version text,
  un_number text,
  condition text,
  bag text,
  container text,
  disposition text NOT NULL,
  identified_at timestamptz NOT NULL,
  key text,
  PRIMARY KEY (station, unit)
);
CREATE INDEX unit_parcel ON unit (station, parcel);
-- Where is this one? Units are asked for by serial and by nothing else so often.
CREATE INDEX unit_serial ON unit USING hash (serial);

CREATE TABLE hold (
  station text COLLATE "C" NOT NULL,
  hold text COLLATE "C" NOT NULL,
  parcel text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  detail text NOT NULL,
  raised_at timestamptz NOT NULL,
  resolved_at timestamptz,
  decision text CHECK (decision IN ('release', 'deny', 'cleared')),
  CHECK ((resolved_at IS NULL) = (decision IS NULL)),
  PRIMARY KEY (station, hold)
);
CREATE INDEX hold_parcel ON hold (station, parcel);

CREATE TABLE expected_version (
  version text PRIMARY KEY,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint NOT NULL,
  rows bigint NOT NULL,
  published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  in_force boolean NOT NULL
);
CREATE UNIQUE INDEX expected_in_force ON expected_version (in_force) WHERE in_force;

CREATE TABLE expected_line (
  version text NOT NULL REFERENCES expected_version ON DELETE CASCADE,
  line bigint NOT NULL,
  label text NOT NULL,
  claim text NOT NULL,
  serial text,
  model text,
  colour text,
  count integer NOT NULL CHECK (count >= 1),
  replaced boolean NOT NULL,
  PRIMARY KEY (version, line)
);
-- How many does a parcel's claim expect?
CREATE INDEX expected_label ON expected_line USING hash (label);

CREATE TABLE expected_part (
  version text NOT NULL REFERENCES expected_version ON DELETE CASCADE,
  number integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (version, number)
);

CREATE TABLE affected_list (
  campaign text NOT NULL,
  version text NOT NULL,
  published text NOT NULL,
  content text NOT NULL CHECK (content ~ '^[0-9a-f]{64}$'),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint NOT NULL,
  rows bigint NOT NULL,
  in_force boolean NOT NULL DEFAULT false,
  PRIMARY KEY (campaign, version)
);
CREATE UNIQUE INDEX list_in_force ON affected_list (campaign) WHERE in_force;

CREATE TABLE list_part (
  campaign text NOT NULL,
  version text NOT NULL,
  number integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (campaign, version, number),
  FOREIGN KEY (campaign, version) REFERENCES affected_list
);

-- One row for each claim that has had a replacement, to be locked while its limit is counted.
CREATE TABLE claim (
  claim text NOT NULL,
  label text NOT NULL,
  PRIMARY KEY (claim, label)
);

-- One physical unit, one replacement: the key is its maker and serial. No foreign key to unit: a replacement
-- confirmed live stands here before the night brings its log.
CREATE TABLE replacement (
  key text COLLATE "C" PRIMARY KEY,
  -- What a carrier knows it by. Made of the key, so that it is the same for ever: also where the key is withdrawn
  -- and awarded again, and where these tables come back from a backup older than what was sent. Not by md5():
  -- two keys of one sum can be made. decode() gives a text's bytes, as convert_to() would, but is IMMUTABLE.
  "order" uuid NOT NULL UNIQUE GENERATED ALWAYS AS
    (encode(substring(sha256(decode(replace(key, '\', '\\'), 'escape')) FOR 16), 'hex')::uuid) STORED,
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  station text COLLATE "C" NOT NULL REFERENCES station,
  incarnation text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  parcel text COLLATE "C" NOT NULL,
  campaign text NOT NULL,
  serial text NOT NULL,
  item text NOT NULL,
  colour text,
  claim text,
  label text NOT NULL,
  beyond_claim boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'held', 'leased', 'shipped', 'failed', 'withdrawn')),
  awarded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Counts leases: an outcome that names an older one changes nothing.
  lease bigint NOT NULL DEFAULT 0,
  -- Stands while somebody may be sending it: the outcome of a lease that ran out is not known.
  lease_until timestamptz,
  settled_at timestamptz,
  reference text NOT NULL DEFAULT '',
  -- It went out, or may have, and was not owed after all: for a person.
  compensate boolean NOT NULL DEFAULT false,
  CHECK (state NOT IN ('queued', 'withdrawn', 'shipped', 'failed') OR lease_until IS NULL),
  CHECK (state <> 'leased' OR lease_until IS NOT NULL),
  CHECK ((state IN ('shipped', 'failed')) = (settled_at IS NOT NULL))
);
-- The queue: what may be leased, the first awarded first.
CREATE INDEX replacement_queue ON replacement (number) WHERE state IN ('queued', 'leased');
-- How many stand how, and which: counted at each look at the metrics, in the index alone.
CREATE INDEX replacement_state ON replacement (state, number);
CREATE INDEX replacement_compensate ON replacement (key) WHERE compensate;
CREATE INDEX replacement_claim ON replacement USING hash (label) WHERE claim IS NOT NULL;

CREATE TABLE reservation (
  key text COLLATE "C" PRIMARY KEY,
  station text COLLATE "C" NOT NULL REFERENCES station,
  incarnation text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  epoch bigint NOT NULL,
  since timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  released boolean NOT NULL DEFAULT false
);
-- Which hold now? One row stays for each key for ever.
CREATE INDEX reservation_held ON reservation (expires_at) WHERE NOT released;

CREATE TABLE answer (
  station text COLLATE "C" NOT NULL REFERENCES station,
  number bigint NOT NULL,
  key text COLLATE "C" NOT NULL,
  parcel text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  answer text NOT NULL CHECK (answer IN ('acknowledged', 'shipped', 'failed', 'taken', 'beyond_claim')),
  detail text NOT NULL,
  -- What is undone and done again is answered anew: counts how often the unit's replacement was queued.
  turn bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (station, number)
);
-- What was said of a unit last.
CREATE INDEX answer_unit ON answer (station, unit, number);
-- Who else wanted a key that is free again?
CREATE INDEX answer_taken ON answer (key) WHERE answer = 'taken';

CREATE TABLE emergency (
  site text NOT NULL REFERENCES site,
  number bigint NOT NULL,
  station text COLLATE "C" NOT NULL REFERENCES station,
  incident text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('raised', 'closed')),
  at timestamptz NOT NULL,
  PRIMARY KEY (site, number),
  UNIQUE (station, incident, state)
);

GRANT SELECT, INSERT ON event, rejection, answer, emergency, claim TO intake_hub;
GRANT SELECT ON token, affected_list, list_part, expected_version, expected_line, expected_part TO intake_hub;
GRANT SELECT, UPDATE (last_emergency) ON site TO intake_hub;
GRANT SELECT, UPDATE (seen_at, last_answer, last_rejected) ON station TO intake_hub;
GRANT UPDATE (label) ON claim TO intake_hub; -- a lock of the row is counted as a change of it
GRANT SELECT, INSERT, UPDATE (seq, hash) ON incarnation TO intake_hub;
GRANT SELECT, INSERT, UPDATE ON reservation TO intake_hub;
-- All but the key, which is given once, and what a carrier knows it by.
GRANT SELECT, INSERT, UPDATE (station, incarnation, unit, parcel, campaign, serial, item, colour, claim, label,
  beyond_claim, state, awarded_at, lease, lease_until, settled_at, reference, compensate)
  ON replacement TO intake_hub;
GRANT SELECT, INSERT, UPDATE, DELETE ON parcel, unit, hold TO intake_hub;
