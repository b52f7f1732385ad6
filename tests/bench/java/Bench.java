import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/**
 * Times calls against two metastores in turn, so that a noisy machine disturbs both alike, and
 * prints medians and the servers' CPU time per call, tab-separated.
 *
 * <p>{@code java Bench fill PORT HUGE ROUNDS GROUP,…} makes the objects; {@code java Bench measure
 * PORT:PID PORT:PID ROUNDS GROUP,…} measures. {@code java Bench fill-million PORT} and {@code java
 * Bench million PORT:PID} are about one server and a table of a million partitions.
 */
public final class Bench {
  private static final int WARM_UP_SECONDS = 20;

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "fill":
        int huge = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        fill(new Target(arguments[1]), huge, rounds, groups(arguments[4]));
        break;
      case "measure":
        Target[] targets = {new Target(arguments[1]), new Target(arguments[2])};
        for (Target target : targets) {
          warmUp(target);
        }
        measure(targets, Integer.parseInt(arguments[3]), groups(arguments[4]));
        break;
      case "fill-million":
        Million.fill(new Target(arguments[1]).client);
        break;
      case "million":
        Million.measure(new Target(arguments[1]));
        break;
      default:
        throw new IllegalArgumentException(arguments[0]);
    }
    System.exit(0);
  }

  private static List<String> groups(String text) {
    return Arrays.asList(text.split(","));
  }

  /** What every group is warmed up with, and what the chosen ones ask for. */
  private static void fill(Target target, int huge, int rounds, List<String> groups)
      throws Exception {
    ThriftHiveMetastore.Client client = target.client;
    if (groups.contains("meta") || groups.contains("event")) {
      client.create_database(Objects.database(Objects.WIDE));
      target.inParallel(
          8, Objects.WIDE_TABLES, (c, i) -> c.create_table(Objects.small(Objects.WIDE, i)));
    }
    client.create_database(Objects.database(Objects.DB));
    client.create_table(Objects.table("hot", false));
    for (int i = 0; i < 100; i++) {
      client.create_table(Objects.table("t" + i, false));
    }
    client.create_table(Objects.table("many", true));
    Objects.addPartitions(client, "many", 10_000);
    if (groups.contains("statistics")) {
      Bulk.fillStatistics(client, rounds);
    }
    if (groups.contains("huge")) {
      client.create_table(Objects.table("huge", true));
      Objects.addPartitions(client, "huge", huge);
    }
  }

  private static void measure(Target[] targets, int rounds, List<String> groups) throws Exception {
    for (String group : groups) {
      switch (group) {
        case "table":
          Reads.tables(targets, rounds);
          break;
        case "partition":
          Reads.partitions(targets, rounds);
          break;
        case "write":
          Writes.partitions(targets, few(rounds));
          break;
        case "statistics":
          Bulk.statistics(targets, rounds);
          break;
        case "meta":
          Bulk.metas(targets, rounds);
          break;
        case "transaction":
          Transactions.cycles(targets, rounds);
          break;
        case "lock":
          Transactions.locks(targets, rounds);
          break;
        case "event":
          Bulk.events(targets, rounds);
          break;
        case "cascade":
          Writes.cascade(targets, few(rounds));
          break;
        case "rename":
          Writes.renames(targets, few(rounds));
          break;
        case "huge":
          Reads.huge(targets);
          break;
        default:
          break;
      }
    }
  }

  /** Slow calls are measured less often. */
  private static int few(int rounds) {
    return Math.max(3, rounds / 2);
  }

  private static void warmUp(Target target) throws Exception {
    List<String> names = new ArrayList<>(Arrays.asList("t1", "t2", "t3"));
    Table warm = Objects.table("warm", true);
    long end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 50; i++) {
        target.client.get_table(Objects.DB, "hot");
      }
      target.client.get_table_objects_by_name(Objects.DB, names);
      target.client.get_partitions(Objects.DB, "many", (short) 1000);
      target.client.get_partitions_by_filter(Objects.DB, "many", "b = \"7\"", (short) -1);
      target.client.get_partition_names(Objects.DB, "many", (short) 1000);
      target.client.create_table(warm);
      target.client.add_partitions(Objects.partitions("warm", 0, 20));
      target.client.drop_table(Objects.DB, "warm", true);
    }
  }
}
