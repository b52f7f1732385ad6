import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** Tables and partitions read. */
final class Reads {
  private static final String DB = Objects.DB;
  private static final ThreadLocal<HiveConf> CONF = ThreadLocal.withInitial(HiveConf::new);

  private Reads() {}

  static void tables(Target[] targets, int rounds) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      names.add("t" + i);
    }
    Timing.compare("get_table", targets, rounds, 200, t -> t.client.get_table(DB, "hot"));
    threads("get_table, 8 threads", targets, rounds, 8);
    threads("get_table, 64 threads", targets, rounds, 64);
    Timing.compare("new connection and get_table", targets, rounds, 20, Reads::connectAndAsk);
    Timing.compare(
        "get_table_objects_by_name(100)",
        targets, rounds, 5, t -> t.client.get_table_objects_by_name(DB, names));
  }

  static void partitions(Target[] targets, int rounds) throws Exception {
    Timing.compare(
        "get_partitions(10,000)",
        targets, rounds, 1,
        t -> Timing.expect(10_000, t.client.get_partitions(DB, "many", (short) -1)));
    Timing.compare(
        "get_partition_names(10,000)",
        targets, rounds, 1, t -> t.client.get_partition_names(DB, "many", (short) -1));
    filter("filter, 1,000 of 10,000", targets, rounds, 2, 1000, "a = \"3\"");
    filter("filter, 10 of 10,000", targets, rounds, 10, 10, "b = \"345\"");
  }

  private static void filter(
      String what, Target[] targets, int rounds, int calls, int expected, String filter)
      throws Exception {
    Timing.compare(
        what, targets, rounds, calls,
        t -> Timing.expect(
            expected, t.client.get_partitions_by_filter(DB, "many", filter, (short) -1)));
  }

  static void huge(Target[] targets) throws Exception {
    Timing.compare(
        "get_partitions(huge)", targets, 1, 1, t -> t.client.get_partitions(DB, "huge", (short) -1));
    for (Target target : targets) {
      System.out.printf("rss after huge\t%d%n", target.kilobytes("VmHWM"));
    }
  }

  private static void connectAndAsk(Target target) throws Exception {
    HiveConf settings = CONF.get();
    settings.set("hive.metastore.uris", "thrift://127.0.0.1:" + target.port);
    HiveMetaStoreClient client = new HiveMetaStoreClient(settings);
    client.getTable(DB, "hot");
    client.close();
  }

  /** Each thread has a connection of its own; the time is per call as the caller sees throughput. */
  private static void threads(String what, Target[] targets, int rounds, int count)
      throws Exception {
    Timing timing = new Timing(what);
    List<List<ThriftHiveMetastore.Client>> clients = new ArrayList<>();
    for (Target target : targets) {
      List<ThriftHiveMetastore.Client> connected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        connected.add(target.connect());
      }
      clients.add(connected);
    }
    int calls = 2000;
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        double cpu = targets[side].cpu();
        long began = System.nanoTime();
        Target.inParallel(clients.get(side), calls, (client, i) -> client.get_table(DB, "hot"));
        double millis = (System.nanoTime() - began) / 1e6 / calls;
        timing.note(side, millis, (targets[side].cpu() - cpu) / calls);
      }
    }
    timing.print();
  }
}
