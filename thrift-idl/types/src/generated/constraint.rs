// Written by skep-gen from thrift-idl/idl. Do not edit.

use crate::prelude::*;

structs! {
    /// Since 2.3.
    SQLPrimaryKey {
        1 table_db: optional Str,
        2 table_name: optional Str,
        3 column_name: optional Str,
        4 key_seq: optional i32,
        5 pk_name: optional Str,
        6 enable_cstr: optional bool,
        7 validate_cstr: optional bool,
        8 rely_cstr: optional bool,
        9 cat_name: optional Str,
    }
    /// Since 2.3.
    SQLForeignKey {
        1 pktable_db: optional Str,
        2 pktable_name: optional Str,
        3 pkcolumn_name: optional Str,
        4 fktable_db: optional Str,
        5 fktable_name: optional Str,
        6 fkcolumn_name: optional Str,
        7 key_seq: optional i32,
        8 update_rule: optional i32,
        9 delete_rule: optional i32,
        10 fk_name: optional Str,
        11 pk_name: optional Str,
        12 enable_cstr: optional bool,
        13 validate_cstr: optional bool,
        14 rely_cstr: optional bool,
        15 cat_name: optional Str,
    }
    /// Since 3.1.
    SQLUniqueConstraint {
        1 cat_name: optional Str,
        2 table_db: optional Str,
        3 table_name: optional Str,
        4 column_name: optional Str,
        5 key_seq: optional i32,
        6 uk_name: optional Str,
        7 enable_cstr: optional bool,
        8 validate_cstr: optional bool,
        9 rely_cstr: optional bool,
    }
    /// Since 3.1.
    SQLNotNullConstraint {
        1 cat_name: optional Str,
        2 table_db: optional Str,
        3 table_name: optional Str,
        4 column_name: optional Str,
        5 nn_name: optional Str,
        6 enable_cstr: optional bool,
        7 validate_cstr: optional bool,
        8 rely_cstr: optional bool,
    }
    /// Since 3.1.
    SQLDefaultConstraint {
        1 cat_name: optional Str,
        2 table_db: optional Str,
        3 table_name: optional Str,
        4 column_name: optional Str,
        5 default_value: optional Str,
        6 dc_name: optional Str,
        7 enable_cstr: optional bool,
        8 validate_cstr: optional bool,
        9 rely_cstr: optional bool,
    }
    /// Since 3.1.
    SQLCheckConstraint {
        1 cat_name: optional Str,
        2 table_db: optional Str,
        3 table_name: optional Str,
        4 column_name: optional Str,
        5 check_expression: optional Str,
        6 dc_name: optional Str,
        7 enable_cstr: optional bool,
        8 validate_cstr: optional bool,
        9 rely_cstr: optional bool,
    }
    /// Since 4.0.
    SQLAllTableConstraints {
        1 primary_keys: optional Vec<SQLPrimaryKey>,
        2 foreign_keys: optional Vec<SQLForeignKey>,
        3 unique_constraints: optional Vec<SQLUniqueConstraint>,
        4 not_null_constraints: optional Vec<SQLNotNullConstraint>,
        5 default_constraints: optional Vec<SQLDefaultConstraint>,
        6 check_constraints: optional Vec<SQLCheckConstraint>,
    }
    /// Since 2.3.
    PrimaryKeysRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 cat_name: optional Str,
    }
    /// Since 2.3.
    PrimaryKeysResponse {
        1 primary_keys: required Vec<SQLPrimaryKey>,
    }
    /// Since 2.3.
    ForeignKeysRequest {
        1 parent_db_name: optional Str,
        2 parent_tbl_name: optional Str,
        3 foreign_db_name: optional Str,
        4 foreign_tbl_name: optional Str,
        5 cat_name: optional Str,
    }
    /// Since 2.3.
    ForeignKeysResponse {
        1 foreign_keys: required Vec<SQLForeignKey>,
    }
    /// Since 3.1.
    UniqueConstraintsRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
    }
    /// Since 3.1.
    UniqueConstraintsResponse {
        1 unique_constraints: required Vec<SQLUniqueConstraint>,
    }
    /// Since 3.1.
    NotNullConstraintsRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
    }
    /// Since 3.1.
    NotNullConstraintsResponse {
        1 not_null_constraints: required Vec<SQLNotNullConstraint>,
    }
    /// Since 3.1.
    DefaultConstraintsRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
    }
    /// Since 3.1.
    DefaultConstraintsResponse {
        1 default_constraints: required Vec<SQLDefaultConstraint>,
    }
    /// Since 3.1.
    CheckConstraintsRequest {
        1 cat_name: required Str,
        2 db_name: required Str,
        3 tbl_name: required Str,
    }
    /// Since 3.1.
    CheckConstraintsResponse {
        1 check_constraints: required Vec<SQLCheckConstraint>,
    }
    /// Since 4.0.
    AllTableConstraintsRequest {
        1 db_name: required Str,
        2 tbl_name: required Str,
        3 cat_name: required Str,
    }
    /// Since 4.0.
    AllTableConstraintsResponse {
        1 all_table_constraints: required SQLAllTableConstraints,
    }
    /// Since 2.3.
    DropConstraintRequest {
        1 dbname: required Str,
        2 tablename: required Str,
        3 constraintname: required Str,
        4 cat_name: optional Str,
    }
    /// Since 2.3.
    AddPrimaryKeyRequest {
        1 primary_key_cols: required Vec<SQLPrimaryKey>,
    }
    /// Since 2.3.
    AddForeignKeyRequest {
        1 foreign_key_cols: required Vec<SQLForeignKey>,
    }
    /// Since 3.1.
    AddUniqueConstraintRequest {
        1 unique_constraint_cols: required Vec<SQLUniqueConstraint>,
    }
    /// Since 3.1.
    AddNotNullConstraintRequest {
        1 not_null_constraint_cols: required Vec<SQLNotNullConstraint>,
    }
    /// Since 3.1.
    AddDefaultConstraintRequest {
        1 default_constraint_cols: required Vec<SQLDefaultConstraint>,
    }
    /// Since 3.1.
    AddCheckConstraintRequest {
        1 check_constraint_cols: required Vec<SQLCheckConstraint>,
    }
}
