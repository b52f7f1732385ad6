-- Skep's own tables, beside those of any schema version: the policy of access control. Made on demand, never unasked;
-- a Java metastore on the same database does not look at them.

create table if not exists "SKEP_EPOCH" (
  "EPOCH_ID" integer not null,
  "EPOCH" integer not null,
  "NEXT_ID" integer not null,
  primary key ("EPOCH_ID")
);

create table if not exists "SKEP_STATEMENTS" (
  "STMT_ID" integer not null,
  "STMT_KIND" text not null,
  "STMT_OBJECT" text not null,
  "STMT_PRINCIPAL" text,
  "STMT_TBL_ID" integer,
  "STMT_TEXT" text not null,
  "STMT_GRANTOR" text not null,
  "STMT_CREATED" integer not null,
  "STMT_UNTIL" integer,
  "STMT_EPOCH" integer not null,
  primary key ("STMT_ID")
);
create index if not exists "SKEP_STATEMENTS_OBJECT" on "SKEP_STATEMENTS" ("STMT_OBJECT");
create index if not exists "SKEP_STATEMENTS_PRINCIPAL" on "SKEP_STATEMENTS" ("STMT_PRINCIPAL");
create index if not exists "SKEP_STATEMENTS_TBL" on "SKEP_STATEMENTS" ("STMT_TBL_ID");

create table if not exists "SKEP_HISTORY" (
  "HIST_ID" integer not null,
  "HIST_EPOCH" integer not null,
  "HIST_TIME" integer not null,
  "HIST_ACTOR" text not null,
  "HIST_ACTION" text not null,
  "HIST_STMT_ID" integer not null,
  "HIST_TBL_ID" integer,
  "HIST_GRANTOR" text not null,
  "HIST_CREATED" integer not null,
  "HIST_TEXT" text not null,
  primary key ("HIST_ID")
);
create index if not exists "SKEP_HISTORY_EPOCH" on "SKEP_HISTORY" ("HIST_EPOCH");

insert into "SKEP_EPOCH" ("EPOCH_ID", "EPOCH", "NEXT_ID") values (1, 0, 1) on conflict ("EPOCH_ID") do nothing;
