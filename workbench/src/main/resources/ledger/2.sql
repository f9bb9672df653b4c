-- Order books. One is seen by its owner, by those it is shared with, and by admins. The files are
-- in a folder beside the store, under the id of the upload or of the run.
CREATE TABLE book (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  owner TEXT NOT NULL REFERENCES account (name),
  four_eyes BIGINT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE book_share (
  book TEXT NOT NULL REFERENCES book (id),
  account TEXT NOT NULL REFERENCES account (name),
  PRIMARY KEY (book, account)
);

-- mapping is what each header of the file means, as JSON.
CREATE TABLE book_upload (
  id TEXT NOT NULL PRIMARY KEY,
  book TEXT NOT NULL REFERENCES book (id),
  number BIGINT NOT NULL,
  file TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  mapping TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  mapped_by TEXT NOT NULL,
  created BIGINT NOT NULL,
  UNIQUE (book, number)
);

-- asked is what decides beside the file, as JSON; results is the hash of the list of results.
CREATE TABLE book_run (
  id TEXT NOT NULL PRIMARY KEY,
  book TEXT NOT NULL REFERENCES book (id),
  upload TEXT NOT NULL REFERENCES book_upload (id),
  number BIGINT NOT NULL,
  asked TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  results TEXT NOT NULL,
  seq BIGINT NOT NULL,
  created BIGINT NOT NULL,
  UNIQUE (book, number)
);

-- What people decided of lines; the last one of a line holds. seq is the entry that says why.
CREATE TABLE book_decision (
  run TEXT NOT NULL REFERENCES book_run (id),
  line BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  PRIMARY KEY (run, line, seq)
);

-- Up to which entry somebody has seen a book.
CREATE TABLE book_seen (
  book TEXT NOT NULL REFERENCES book (id),
  account TEXT NOT NULL REFERENCES account (name),
  seq BIGINT NOT NULL,
  PRIMARY KEY (book, account)
);
