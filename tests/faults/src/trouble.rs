//! What goes wrong, and when: by the seed.

use crate::cluster::Cluster;
use crate::figures::Figures;
use crate::random::Random;
use std::time::{Duration, Instant};

/// The last seconds are left alone, so that waiting clients come to an end.
const QUIET: Duration = Duration::from_secs(3);

pub async fn make(cluster: &mut Cluster, seed: u64, until: Instant, figures: &mut Figures) -> Result<(), String> {
    let mut random = Random::new(seed);
    while Instant::now() + QUIET < until {
        tokio::time::sleep(Duration::from_millis(200 + random.below(700))).await;
        let servers = cluster.addresses().len();
        match (&cluster.proxy, random.below(6)) {
            (Some(proxy), 0..3) => proxy.cut_commits(1 + random.below(3) as usize),
            (Some(proxy), 3) => {
                proxy.cut_all();
                figures.cut_all += 1;
            }
            _ => {
                cluster.kill(random.below(servers as u64) as usize).await?;
                figures.kills += 1;
            }
        }
    }
    if let Some(proxy) = &cluster.proxy {
        proxy.cut_commits(0);
        figures.cut_commits = proxy.cut() as u64;
    }
    cluster.all_ready().await
}
