//! Write ids and what readers make of them, on SQLite in memory.

use super::*;
use crate::testing::{LONG, locks};
use crate::{Error, transaction};
use skep_sql::Database;
use skep_types::{
    AbortTxnRequest, AllocateTableWriteIdsRequest, CommitTxnRequest, GetValidWriteIdsRequest,
    MaxAllocatedTableWriteIdRequest, OpenTxnRequest, ReplTblWriteIdStateRequest, SeedTableWriteIdsRequest,
    TxnToWriteId, TxnType,
};

async fn opened(db: &Database, num_txns: i32, kind: TxnType) -> Vec<i64> {
    let request = OpenTxnRequest { num_txns, txn_type: Some(kind), ..Default::default() };
    transaction::open(db, &request).await.expect("opened").txn_ids
}

fn wanted(txns: &[i64], table: &str) -> AllocateTableWriteIdsRequest {
    let (db_name, table_name) = ("D".into(), table.into());
    AllocateTableWriteIdsRequest { db_name, table_name, txn_ids: Some(txns.to_vec()), ..Default::default() }
}

async fn allocated(db: &Database, txns: &[i64], table: &str) -> Vec<(i64, i64)> {
    let answer = allocate(db, &wanted(txns, table)).await.expect("allocated");
    answer.txn_to_write_ids.iter().map(|id| (id.txn_id, id.write_id)).collect()
}

async fn last(db: &Database, table: &str) -> i64 {
    let request = MaxAllocatedTableWriteIdRequest { db_name: "d".into(), table_name: table.into() };
    max(db, &request).await.expect("read").max_write_id
}

#[tokio::test]
async fn each_table_counts_its_own_writers() {
    let db = &locks(LONG).await.db;
    opened(db, 3, TxnType::DEFAULT).await;
    assert_eq!(last(db, "t").await, 0);
    assert_eq!(allocated(db, &[2, 1], "T").await, [(1, 1), (2, 2)]);
    assert_eq!(allocated(db, &[1, 2], "t").await, [(1, 1), (2, 2)], "asked again");
    assert_eq!(allocated(db, &[3], "t").await, [(3, 3)]);
    assert_eq!(allocated(db, &[3], "u'\"%_\\").await, [(3, 1)]);
    assert_eq!((last(db, "t").await, last(db, "nobody's").await), (3, 0));
    let again = AllocateTableWriteIdsRequest { reallocate: Some(true), ..wanted(&[1], "t") };
    assert_eq!(allocate(db, &again).await.expect("allocated").txn_to_write_ids[0].write_id, 4);
}

#[tokio::test]
async fn who_cannot_write_gets_no_write_id() {
    let db = &locks(LONG).await.db;
    opened(db, 2, TxnType::DEFAULT).await;
    let reader = opened(db, 1, TxnType::READ_ONLY).await[0];
    transaction::commit(db, &CommitTxnRequest { txnid: 2, ..Default::default() }).await.expect("committed");
    for bad in [vec![1, 2], vec![reader], vec![99], vec![]] {
        let refused = allocate(db, &wanted(&bad, "t")).await.expect_err("refused");
        assert!(matches!(refused, Error::Meta(_)), "{bad:?}: {refused:?}");
    }
    assert_eq!(last(db, "t").await, 0);
}

#[tokio::test]
async fn a_reader_leaves_out_what_is_open_or_aborted() {
    let db = &locks(LONG).await.db;
    opened(db, 4, TxnType::DEFAULT).await;
    allocated(db, &[1, 2, 3, 4], "t").await;
    transaction::commit(db, &CommitTxnRequest { txnid: 1, ..Default::default() }).await.expect("committed");
    transaction::abort(db, &AbortTxnRequest { txnid: 2, ..Default::default() }).await.expect("aborted");
    let request = |list: Option<&str>, write_id| GetValidWriteIdsRequest {
        full_table_names: vec!["d.none".into(), "D.t".into()],
        valid_txn_list: list.map(Into::into),
        write_id,
    };
    let now = valid(db, &request(None, None)).await.expect("answered").tbl_valid_write_ids;
    assert_eq!((now[0].full_table_name.as_str(), now[0].write_id_high_water_mark), ("d.none", 0));
    assert_eq!((now[1].write_id_high_water_mark, now[1].min_open_write_id), (4, Some(3)));
    assert_eq!((&now[1].invalid_write_ids[..], &now[1].aborted_bits[..]), (&[2, 3, 4][..], &[1][..]));
    let then = valid(db, &request(Some("2:1:1:2"), None)).await.expect("answered").tbl_valid_write_ids;
    assert_eq!((then[1].write_id_high_water_mark, &then[1].invalid_write_ids[..]), (1, &[1][..]));

    let of_write = GetValidWriteIdsRequest { full_table_names: vec!["d.t".into()], ..request(None, Some(3)) };
    let as_writer = valid(db, &of_write).await.expect("answered").tbl_valid_write_ids;
    assert_eq!((as_writer[0].write_id_high_water_mark, &as_writer[0].invalid_write_ids[..]), (3, &[2][..]));
    for bad in [request(Some("x"), None), GetValidWriteIdsRequest { write_id: Some(9), ..of_write.clone() }] {
        assert!(matches!(valid(db, &bad).await, Err(Error::Meta(_))));
    }
}

#[tokio::test]
async fn a_table_that_brings_files_along_goes_on_after_them() {
    let db = &locks(LONG).await.db;
    opened(db, 1, TxnType::DEFAULT).await;
    let request = SeedTableWriteIdsRequest { db_name: "d".into(), table_name: "t".into(), seed_write_id: 41 };
    seed(db, &request).await.expect("seeded");
    assert!(matches!(seed(db, &request).await, Err(Error::Meta(_))));
    assert_eq!(allocated(db, &[1], "t").await, [(1, 42)]);
}

#[tokio::test]
async fn a_replica_has_its_sources_write_ids() {
    let db = &locks(LONG).await.db;
    let state = ReplTblWriteIdStateRequest {
        valid_write_idlist: "d.t:9:4:4:2,6".into(),
        user: "u".into(),
        host_name: "h".into(),
        db_name: "D".into(),
        table_name: "T".into(),
        part_names: None,
    };
    for _ in 0..2 {
        replicate(db, &state).await.expect("replicated");
    }
    assert_eq!(last(db, "t").await, 9);
    let request = GetValidWriteIdsRequest { full_table_names: vec!["d.t".into()], ..Default::default() };
    let valid = &valid(db, &request).await.expect("answered").tbl_valid_write_ids[0];
    assert_eq!((&valid.invalid_write_ids[..], &valid.aborted_bits[..]), (&[2][..], &[1][..]));

    let open = OpenTxnRequest {
        num_txns: 1,
        txn_type: Some(TxnType::REPL_CREATED),
        repl_policy: Some("d".into()),
        repl_src_txn_ids: Some(vec![500]),
        ..Default::default()
    };
    let txn = transaction::open(db, &open).await.expect("opened").txn_ids[0];
    let request = AllocateTableWriteIdsRequest {
        txn_ids: None,
        repl_policy: Some("d".into()),
        src_txn_to_write_id_list: Some(vec![TxnToWriteId { txn_id: 500, write_id: 10 }]),
        ..wanted(&[], "t")
    };
    let ids = allocate(db, &request).await.expect("allocated").txn_to_write_ids;
    assert_eq!(ids, [TxnToWriteId { txn_id: txn, write_id: 10 }]);
}

#[tokio::test]
async fn what_a_reader_needs_goes_with_its_transaction() {
    let db = &locks(LONG).await.db;
    opened(db, 1, TxnType::DEFAULT).await;
    let oldest = [("d.t".into(), 7)].into();
    remember_oldest(db, 1, &oldest).await.expect("remembered");
    assert!(matches!(remember_oldest(db, 9, &oldest).await, Err(Error::NoSuchTxn(_))));
    transaction::commit(db, &CommitTxnRequest { txnid: 1, ..Default::default() }).await.expect("nothing refers to it");
}
