-- Skep's own tables, beside those of any schema version: the policy of access control. Made on demand, never unasked;
-- a Java metastore on the same database does not look at them.

create table if not exists `SKEP_EPOCH` (
  `EPOCH_ID` bigint not null,
  `EPOCH` bigint not null,
  `NEXT_ID` bigint not null,
  primary key (`EPOCH_ID`)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin row_format=dynamic;

create table if not exists `SKEP_STATEMENTS` (
  `STMT_ID` bigint not null,
  `STMT_KIND` varchar(32) not null,
  `STMT_OBJECT` varchar(767) not null,
  `STMT_PRINCIPAL` varchar(600),
  `STMT_TBL_ID` bigint,
  `STMT_TEXT` mediumtext not null,
  `STMT_GRANTOR` varchar(600) not null,
  `STMT_CREATED` bigint not null,
  `STMT_UNTIL` bigint,
  `STMT_EPOCH` bigint not null,
  primary key (`STMT_ID`),
  key `SKEP_STATEMENTS_OBJECT` (`STMT_OBJECT`),
  key `SKEP_STATEMENTS_PRINCIPAL` (`STMT_PRINCIPAL`),
  key `SKEP_STATEMENTS_TBL` (`STMT_TBL_ID`)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin row_format=dynamic;

create table if not exists `SKEP_HISTORY` (
  `HIST_ID` bigint not null,
  `HIST_EPOCH` bigint not null,
  `HIST_TIME` bigint not null,
  `HIST_ACTOR` varchar(600) not null,
  `HIST_ACTION` varchar(32) not null,
  `HIST_STMT_ID` bigint not null,
  `HIST_TBL_ID` bigint,
  `HIST_GRANTOR` varchar(600) not null,
  `HIST_CREATED` bigint not null,
  `HIST_TEXT` mediumtext not null,
  primary key (`HIST_ID`),
  key `SKEP_HISTORY_EPOCH` (`HIST_EPOCH`)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin row_format=dynamic;

insert ignore into `SKEP_EPOCH` (`EPOCH_ID`, `EPOCH`, `NEXT_ID`) values (1, 0, 1);
