-- The order in which what was given back is exported: refunds succeed, and some of them fail afterwards.
create index events_refunds_by_day on events (created_at, id) where subject_type = 'refund';
