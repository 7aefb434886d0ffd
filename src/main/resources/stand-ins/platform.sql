CREATE TABLE IF NOT EXISTS shows (
  event_id VARCHAR(40) NOT NULL,
  show_id VARCHAR(40) NOT NULL,
  name VARCHAR(200) NOT NULL,
  PRIMARY KEY (event_id, show_id));

CREATE TABLE IF NOT EXISTS tickets (
  id VARCHAR(40) PRIMARY KEY,
  event_id VARCHAR(40) NOT NULL,
  show_id VARCHAR(40) NOT NULL,
  owner_email VARCHAR(320),
  updated_at TIMESTAMP WITH TIME ZONE);

-- for the kamelet's sequenceColumn; a database of an earlier version gets it too
ALTER TABLE tickets ADD COLUMN IF NOT EXISTS last_sequence BIGINT;

INSERT INTO shows SELECT * FROM (VALUES
  ('121982', '8928', 'Concert in the Park'),
  ('7704', '7704', 'A Night at the Opera')) WHERE NOT EXISTS (SELECT 1 FROM shows);

INSERT INTO tickets (id, event_id, show_id, owner_email, updated_at) SELECT * FROM (VALUES
  ('00001', '121982', '8928', 'first_owner@email.com', NULL),
  ('00002', '121982', '8928', 'carla@example.com', NULL),
  ('00003', '121982', '8928', 'carla@example.com', NULL),
  ('00417', '7704', '7704', 'luis@example.com', NULL),
  ('00418', '7704', '7704', 'marta@example.com', NULL)) WHERE NOT EXISTS (SELECT 1 FROM tickets);
