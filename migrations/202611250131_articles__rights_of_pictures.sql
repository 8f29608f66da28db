-- With whom an article was made, or whose it is: named where it is not ours to license.
alter table articles add column rightsholder text not null default '';

-- Where a picture may not be used (ISO 3166-1 countries and UN M49 regions), why it may be passed on or
-- not, and which of its fields staff set, so that no import changes them back.
alter table article_pictures add column blocked_in jsonb not null default '[]';
alter table article_pictures add column rights_note text not null default '';
alter table article_pictures add column edited_fields jsonb not null default '[]';
update article_pictures set edited_fields = '["distributable"]' where distributable;

-- The words around the finding as they stood when it was made: the text may change.
alter table provenance_findings add column context text not null default '';
alter table provenance_findings drop constraint provenance_findings_settled_as_check;
alter table provenance_findings add constraint provenance_findings_settled_as_check
  check (settled_as in ('ours', 'not_ours', 'freelance'));
