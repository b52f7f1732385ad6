import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** One question about many things. */
final class Bulk {
  private static final int PARTITIONS = 1000;

  private Bulk() {}

  /** Columns for each round, and for as many questions to warm up with. */
  static void fillStatistics(ThriftHiveMetastore.Client client, int rounds) throws Exception {
    Table table = Objects.measured(2 * rounds);
    client.create_table(table);
    client.add_partitions(Objects.partitions(table, 0, PARTITIONS));
    for (int from = 0; from < PARTITIONS; from += 100) {
      SetPartitionsStatsRequest request =
          new SetPartitionsStatsRequest(Objects.statistics(table, from, from + 100));
      client.set_aggr_stats_for(request);
    }
  }

  /** What was not asked before, then the same again, which Apache's server remembers. */
  static void statistics(Target[] targets, int rounds) throws Exception {
    String what = "statistics of 5 columns over 1,000 partitions";
    Timing unseen = new Timing(what);
    Timing first = new Timing(what);
    Timing again = new Timing(what + ", asked again");
    for (int round = 0; round < 2 * rounds; round++) {
      int question = round;
      for (int side = 0; side < 2; side++) {
        Timing timing = round < rounds ? unseen : first;
        timing.time(side, targets[side], 1, t -> aggregate(t, question));
        if (timing == first) {
          again.time(side, targets[side], 1, t -> aggregate(t, question));
        }
      }
    }
    first.print();
    again.print();
  }

  private static void aggregate(Target target, int question) throws Exception {
    PartitionsStatsRequest request =
        new PartitionsStatsRequest(
            Objects.DB, "measured", Objects.asked(question), Objects.partitionNames(PARTITIONS));
    Timing.expect(Objects.ASKED, target.client.get_aggr_stats_for(request).getColStats());
  }

  static void metas(Target[] targets, int rounds) throws Exception {
    List<String> types = new ArrayList<>();
    Timing.compareWarm(
        "get_table_meta of 10,000 tables",
        targets, rounds, 1,
        t -> Timing.expect(
            Objects.WIDE_TABLES, t.client.get_table_meta(Objects.WIDE, "*", types)));
  }

  static void events(Target[] targets, int rounds) throws Exception {
    NotificationEventRequest some = new NotificationEventRequest(1);
    some.setMaxEvents(Objects.WIDE_TABLES);
    Timing.compareWarm(
        "get_next_notification, 10,000 events",
        targets, rounds, 1,
        t -> Timing.expect(
            Objects.WIDE_TABLES, t.client.get_next_notification(some).getEvents()));
    NotificationEventRequest few = new NotificationEventRequest(1);
    few.setMaxEvents(10);
    Timing.compareWarm(
        "get_next_notification, 10 of them",
        targets, rounds, 20,
        t -> Timing.expect(10, t.client.get_next_notification(few).getEvents()));
  }
}
