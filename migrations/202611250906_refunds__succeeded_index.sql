-- Refunds that arrived on a day, to be compared with the payment service's own books.
create index refunds_succeeded on refunds (changed_at) where state = 'succeeded';
