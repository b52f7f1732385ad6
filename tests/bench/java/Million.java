import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** A table of a million partitions, put there by SQL, asked and dropped. */
final class Million {
  private static final String DB = Objects.DB;
  private static final int ROUNDS = 15;

  private Million() {}

  /** A table of one partition, of which the rest are made as copies. */
  static void fill(ThriftHiveMetastore.Client client) throws Exception {
    client.create_database(Objects.database(DB));
    Table table = Objects.table("million", false);
    table.addToPartitionKeys(new FieldSchema("day", "string", null));
    table.addToPartitionKeys(new FieldSchema("part", "string", null));
    client.create_table(table);
    Partition first = Objects.partitions(table, 0, 1).get(0);
    first.setValues(Arrays.asList("0", "0"));
    client.add_partitions(Arrays.asList(first));
    client.create_table(Objects.table("other", true));
  }

  static void measure(Target target) throws Exception {
    ThriftHiveMetastore.Client client = target.client;
    say("filter, 100 of 1,000,000", median(ROUNDS, () ->
        Timing.expect(
            100, client.get_partitions_by_filter(DB, "million", "day = \"1234\"", (short) -1))));
    say("get_partition_by_name", median(ROUNDS, () ->
        client.get_partition_by_name(DB, "million", "day=1234/part=123456")));
    target.resetPeak();
    say("all names", median(3, () ->
        Timing.expect(1_000_000, client.get_partition_names(DB, "million", (short) -1))));
    System.out.printf("fact\tpeak memory of all names\t%d MB%n", target.kilobytes("VmHWM") / 1024);
    target.resetPeak();
    Beside beside = new Beside(target);
    say("drop_table", median(1, () -> client.drop_table(DB, "million", true)));
    beside.end();
    System.out.printf("fact\tpeak memory of the drop\t%d MB%n", target.kilobytes("VmHWM") / 1024);
  }

  private interface Step {
    void run() throws Exception;
  }

  /** What another session waits for its calls while the table is dropped. */
  private static final class Beside {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Exception> problem = new AtomicReference<>();
    private final List<Double> reads = new ArrayList<>();
    private final List<Double> writes = new ArrayList<>();
    private final Thread thread;

    Beside(Target target) throws Exception {
      ThriftHiveMetastore.Client client = target.connect();
      thread = new Thread(() -> {
        try {
          for (int i = 0; !over.get(); i++) {
            int number = i;
            reads.add(millis(() -> client.get_table(DB, "other")));
            writes.add(millis(() ->
                client.add_partitions(Objects.partitions("other", number, number + 1))));
            Thread.sleep(20);
          }
        } catch (Exception e) {
          problem.set(e);
        }
      });
      thread.start();
    }

    void end() throws Exception {
      over.set(true);
      thread.join();
      if (problem.get() != null) {
        throw problem.get();
      }
      tell("get_table beside the drop", reads);
      tell("add_partition beside the drop", writes);
    }

    private void tell(String what, List<Double> times) {
      Collections.sort(times);
      double half = times.get(times.size() / 2);
      double worst = times.get(times.size() - 1);
      System.out.printf(
          "fact\t%s (%d)\t%.1f ms, at worst %.1f ms%n", what, times.size(), half, worst);
    }
  }

  private static double median(int rounds, Step step) throws Exception {
    List<Double> times = new ArrayList<>();
    // The first is not counted: statements are prepared, pages are read.
    for (int round = rounds > 1 ? -1 : 0; round < rounds; round++) {
      double took = millis(step);
      if (round >= 0) {
        times.add(took);
      }
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  private static double millis(Step step) throws Exception {
    long began = System.nanoTime();
    step.run();
    return (System.nanoTime() - began) / 1e6;
  }

  private static void say(String what, double millis) {
    System.out.printf("fact\t%s\t%.1f ms%n", what, millis);
  }
}
