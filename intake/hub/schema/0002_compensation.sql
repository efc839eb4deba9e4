-- What a person did about a replacement that went out, or may have, and was not owed after all.

CREATE TABLE made_good (
  key text COLLATE "C" NOT NULL REFERENCES replacement,
  -- Of which sending. What was told while nobody knew whether it had gone out stands apart from what was told
  -- when it was known to have.
  lease bigint NOT NULL,
  shipped boolean NOT NULL,
  name text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (key, lease, shipped)
);

CREATE VIEW to_make_good AS
SELECT key, station, unit, serial, item, claim, label, state = 'shipped' AS shipped, reference, awarded_at, lease,
  number
FROM replacement AS sent
WHERE compensate AND NOT EXISTS (
  SELECT FROM made_good AS told
  WHERE told.key = sent.key AND told.lease = sent.lease AND told.shipped = (sent.state = 'shipped')
);

GRANT SELECT, INSERT ON made_good TO intake_hub;
GRANT SELECT ON to_make_good TO intake_hub;
