-- The same text runs on SQLite and PostgreSQL. A file that has shipped is never changed: what is
-- new goes into a new one.

-- The chain. header is what was hashed, byte for byte; hash is its SHA-256.
CREATE TABLE audit (
  seq BIGINT NOT NULL PRIMARY KEY,
  header TEXT NOT NULL,
  hash TEXT NOT NULL,
  subject TEXT,
  nonce BYTEA,
  content BYTEA,
  answer BYTEA
);

CREATE INDEX audit_subject ON audit (subject, seq);

CREATE TABLE chain_head (
  one BIGINT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);

INSERT INTO chain_head (one, seq, hash)
  VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- What answers follow from, under the SHA-256 of its bytes.
CREATE TABLE kept (
  hash TEXT NOT NULL PRIMARY KEY,
  bytes BYTEA NOT NULL
);

-- Writes that were sent with a key of their own, so that none happens twice.
CREATE TABLE request_key (
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  request TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (actor, name)
);

CREATE TABLE account (
  name TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  disabled BIGINT NOT NULL,
  created BIGINT NOT NULL
);

-- Logins that failed, by the SHA-256 of the name that was typed, whether it exists or not.
CREATE TABLE attempt (
  name TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  last BIGINT NOT NULL,
  locked_until BIGINT NOT NULL
);

-- Tokens and sessions are known by the SHA-256 of their secret alone. Times are seconds of 1970.
CREATE TABLE token (
  hash TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES account (name),
  label TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL
);

CREATE TABLE session (
  hash TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (name),
  created BIGINT NOT NULL,
  seen BIGINT NOT NULL
);
