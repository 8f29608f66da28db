-- Organisations that staff trust to pay later: their licence is issued with the invoice.
alter table organisations add column invoice_terms boolean not null default false;
