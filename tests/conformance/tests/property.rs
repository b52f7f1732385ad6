//! Properties and runtime statistics: what HiveServer2 and its plugins leave with the metastore.

use skep_conformance::everywhere;
use skep_testing::{CallError, Client};
use skep_types::{
    Exception, GetRuntimeStatsRequest, PropertyGetRequest, PropertySetRequest, RuntimeStat, Str, args, calls,
};
use std::collections::BTreeMap;

type Maps = BTreeMap<Str, BTreeMap<Str, Str>>;

everywhere! {
    async fn properties_come_back_by_object_as_they_were_set(server) {
        let mut client = server.client().await;
        let hostile = "o'Neil \"q\" `b` %_\\ $1 {if} \u{1F40B} \u{0}";
        set(&mut client, &[("db.t.note", hostile), ("db.owner", "bob")]).await.expect("set");
        let table = BTreeMap::from([(Str::from("note"), Str::from(hostile))]);
        let database = BTreeMap::from([(Str::from("owner"), Str::from("bob"))]);
        let expected = Maps::from([("db".into(), database), ("db.t".into(), table)]);
        assert_eq!(get(&mut client, "db", "").await.expect("read"), expected);
        let found = get(&mut client, "", "owner == 'bob'").await.expect("read");
        assert_eq!(found.keys().collect::<Vec<_>>(), ["db"]);
        let script = get(&mut client, "", "owner =~ 'b.*'").await.expect_err("a script");
        assert_eq!(script.exception(), Some(Exception::MetaException));
        assert!(set(&mut client, &[("db.owner", "eve"), ("", "x")]).await.is_err());
        assert_eq!(get(&mut client, "db", "").await.expect("read"), expected, "a refused call has set nothing");
        let elsewhere = PropertyGetRequest { name_space: "other".into(), ..PropertyGetRequest::default() };
        let refused = client.call::<calls::GetProperties>(args::GetProperties { req: Some(elsewhere) }).await;
        assert_eq!(refused.expect_err("no such namespace").exception(), Some(Exception::NoSuchObjectException));
    }

    async fn two_who_make_the_same_map_both_find_their_property_in_it(server) {
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..6 {
            let mut client = server.client().await;
            writers.spawn(async move { set(&mut client, &[(&format!("db.t.p{number}"), "x")]).await });
        }
        for outcome in writers.join_all().await {
            outcome.expect("set");
        }
        let found = get(&mut server.client().await, "db.t", "").await.expect("read");
        assert_eq!(found.get("db.t").map(BTreeMap::len), Some(6));
    }

    async fn runtime_statistics_are_returned_byte_for_byte(server) {
        let mut client = server.client().await;
        let payload: Vec<u8> = (0..=255).cycle().take(60_000).collect();
        let stat = RuntimeStat { create_time: Some(7), weight: 3, payload };
        client.call::<calls::AddRuntimeStats>(args::AddRuntimeStats { stat: Some(stat.clone()) }).await.expect("added");
        let rqst = Some(GetRuntimeStatsRequest { max_weight: -1, max_create_time: -1 });
        let found = client.call::<calls::GetRuntimeStats>(args::GetRuntimeStats { rqst }).await.expect("read");
        assert_eq!(found, [stat]);
    }
}

async fn set(client: &mut Client, pairs: &[(&str, &str)]) -> Result<bool, CallError> {
    let map = pairs.iter().map(|(key, value)| (Str::from(*key), Str::from(*value))).collect();
    let req = Some(PropertySetRequest { name_space: "hms".into(), property_map: Some(map) });
    client.call::<calls::SetProperties>(args::SetProperties { req }).await
}

async fn get(client: &mut Client, prefix: &str, predicate: &str) -> Result<Maps, CallError> {
    let req = Some(PropertyGetRequest {
        name_space: "hms".into(),
        map_prefix: Some(prefix.into()),
        map_predicate: Some(predicate.into()),
        map_selection: None,
    });
    let answer = client.call::<calls::GetProperties>(args::GetProperties { req }).await?;
    Ok(answer.properties.expect("always set"))
}
