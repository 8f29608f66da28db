-- The facts of the article that the quote was computed from, so that it can be computed again when the
-- article has long changed. Null for requests of before; the text only where an excerpt was asked for.
alter table request_items add column article jsonb;
