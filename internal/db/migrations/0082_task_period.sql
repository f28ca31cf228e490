-- +goose Up
-- What stands on a period is asked when the event at which it ends moves or goes.
create index task_period on task (period) where period <> 0;
