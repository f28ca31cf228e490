-- +goose Up
-- Under which regime a request was opened (0: none), on which basis its flows are counted ('': as the form says), of which
-- period its own is a part (0: none), and by level when a unit must have filed, as JSON.
alter table report_request add column regime integer not null default 0;
alter table report_request add column basis text not null default '';
alter table report_request add column parent integer not null default 0;
alter table report_request add column deadlines text not null default '';
create index report_request_event on report_request (period_event) where period_event <> 0;
create index report_request_regime on report_request (regime, deadline);

-- When this unit must have filed, and the level that it has on the request's tree. The request's own deadline is the last of them.
alter table filing add column deadline integer not null default 0;
alter table filing add column level text not null default '';
update filing set deadline = (select r.deadline from report_request r where r.id = filing.request);
