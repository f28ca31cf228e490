-- +goose Up
-- One unit may ask a form for a period under each regime once. What makes two requests the same, the form's code and the regime, is
-- one column beside period and opener: the constraint that stood on the code stays where it is and follows the renaming.
drop index report_request_period;
alter table report_request rename column form_code to twin;
alter table report_request add column form_code text not null default '';
update report_request set form_code = twin, twin = case when regime = 0 then twin else twin || '/' || regime end;
create index report_request_period on report_request (form_code, period_kind, period_year, period_n);
