-- Why staff left an article out of its request, as the republisher reads it; null while it is in.
alter table request_items add column left_out_why text;
