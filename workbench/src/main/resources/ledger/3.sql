-- What a file of a book holds: orders, or a table that is read beside them (products, licences,
-- rates, inventory). removed is the entry that says that files were removed after their time, or 0.
ALTER TABLE book_upload ADD COLUMN holds TEXT NOT NULL DEFAULT 'orders';

ALTER TABLE book_upload ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;

ALTER TABLE book_run ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;

-- A hash of what makes a line of another run the same one; empty where that is not known.
ALTER TABLE book_decision ADD COLUMN same TEXT NOT NULL DEFAULT '';

CREATE INDEX book_decision_same ON book_decision (same, seq);
