-- A tariff somebody is working on, as it was typed, right or wrong. One for each person; it ends when
-- it is published or dropped, and with the person.
create table tariff_drafts (
  staff_id uuid primary key references staff_users (id) on delete cascade,
  -- The version that was edited.
  based_on integer not null references tariffs (version),
  -- `form`: the fields by their names, as JSON; `json`: the text of the JSON view.
  shape text not null check (shape in ('form', 'json')),
  typed text not null,
  saved_at timestamptz not null
);
