import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;

/**
 * Times calls against two metastores in turn, so that a noisy machine disturbs both alike, and
 * prints medians and the servers' CPU time per call, tab-separated.
 *
 * <p>{@code java Bench fill PORT} makes the objects; {@code java Bench measure PORT:PID PORT:PID
 * ROUNDS} measures.
 */
public final class Bench {
  private static final String DB = "bench";
  private static final int WARM_UP_SECONDS = 20;

  private interface Call {
    void on(Target target) throws Exception;
  }

  /** One server, and a connection to it. */
  private static final class Target {
    final int port;
    final String pid;
    final ThriftHiveMetastore.Client client;

    Target(String portAndPid) throws Exception {
      String[] parts = portAndPid.split(":");
      port = Integer.parseInt(parts[0]);
      pid = parts.length > 1 ? parts[1] : null;
      client = connect(port);
    }

    /** CPU time used so far, in milliseconds; the kernel counts hundredths of a second. */
    double cpu() throws Exception {
      String stat = new String(Files.readAllBytes(new File("/proc/" + pid + "/stat").toPath()));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return 10.0 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    long kilobytes(String what) throws Exception {
      for (String line : Files.readAllLines(new File("/proc/" + pid + "/status").toPath())) {
        if (line.startsWith(what + ":")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      return 0;
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("fill")) {
      fill(connect(Integer.parseInt(arguments[1])), Integer.parseInt(arguments[2]));
      return;
    }
    Target[] targets = {new Target(arguments[1]), new Target(arguments[2])};
    int rounds = Integer.parseInt(arguments[3]);
    for (Target target : targets) {
      warmUp(target);
    }
    measure(targets, rounds);
    System.exit(0);
  }

  // What is there to be asked for.

  private static void fill(ThriftHiveMetastore.Client client, int huge) throws Exception {
    client.create_database(new Database(DB, null, null, new HashMap<>()));
    client.create_table(table("hot", false));
    for (int i = 0; i < 100; i++) {
      client.create_table(table("t" + i, false));
    }
    client.create_table(table("many", true));
    addPartitions(client, "many", 10_000);
    client.create_table(table("huge", true));
    addPartitions(client, "huge", huge);
  }

  /** The key `a` has a thousandth of the number, `b` a tenth, `c` the number itself. */
  private static List<Partition> partitions(String table, int from, int to) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Partition partition = new Partition();
      partition.setDbName(DB);
      partition.setTableName(table);
      partition.setValues(
          Arrays.asList(String.valueOf(i / 1000), String.valueOf(i / 10), String.valueOf(i)));
      partition.setSd(table(table, true).getSd());
      Map<String, String> parameters = new HashMap<>();
      parameters.put("numFiles", "1");
      parameters.put("totalSize", "1000");
      partition.setParameters(parameters);
      partitions.add(partition);
    }
    return partitions;
  }

  private static void addPartitions(ThriftHiveMetastore.Client client, String table, int count)
      throws Exception {
    for (int from = 0; from < count; from += 1000) {
      client.add_partitions(partitions(table, from, Math.min(from + 1000, count)));
    }
  }

  private static Table table(String name, boolean partitioned) {
    StorageDescriptor storage = new StorageDescriptor();
    List<FieldSchema> columns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      columns.add(new FieldSchema("column_" + i, i % 2 == 0 ? "bigint" : "string", "no " + i));
    }
    storage.setCols(columns);
    storage.setInputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
    storage.setOutputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
    Map<String, String> format = new HashMap<>();
    format.put("serialization.format", "1");
    storage.setSerdeInfo(
        new SerDeInfo(null, "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", format));
    storage.setNumBuckets(-1);
    storage.setBucketCols(new ArrayList<>());
    storage.setSortCols(new ArrayList<>());
    storage.setParameters(new HashMap<>());
    Table table = new Table();
    table.setDbName(DB);
    table.setTableName(name);
    table.setOwner("bench");
    table.setTableType("MANAGED_TABLE");
    table.setSd(storage);
    List<FieldSchema> keys = new ArrayList<>();
    if (partitioned) {
      for (String key : new String[] {"a", "b", "c"}) {
        keys.add(new FieldSchema(key, "string", null));
      }
    }
    table.setPartitionKeys(keys);
    table.setParameters(new LinkedHashMap<>());
    table.getParameters().put("comment", "a table to be fetched");
    return table;
  }

  // Measuring.

  private static void measure(Target[] targets, int rounds) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      names.add("t" + i);
    }
    compare("get_table", targets, rounds, 200, t -> t.client.get_table(DB, "hot"));
    threads("get_table, 8 threads", targets, rounds, 8);
    threads("get_table, 64 threads", targets, rounds, 64);
    compare("new connection and get_table", targets, rounds, 20, Bench::connectAndAsk);
    compare(
        "get_table_objects_by_name(100)",
        targets, rounds, 5, t -> t.client.get_table_objects_by_name(DB, names));
    compare(
        "get_partitions(10,000)",
        targets, rounds, 1, t -> expect(10_000, t.client.get_partitions(DB, "many", (short) -1)));
    compare(
        "get_partition_names(10,000)",
        targets, rounds, 1, t -> t.client.get_partition_names(DB, "many", (short) -1));
    compare(
        "filter, 1,000 of 10,000",
        targets, rounds, 2,
        t -> expect(1000, t.client.get_partitions_by_filter(DB, "many", "a = \"3\"", (short) -1)));
    compare(
        "filter, 10 of 10,000",
        targets, rounds, 10,
        t -> expect(10, t.client.get_partitions_by_filter(DB, "many", "b = \"345\"", (short) -1)));
    writes(targets, rounds);
    compare("get_partitions(huge)", targets, 1, 1, t -> t.client.get_partitions(DB, "huge", (short) -1));
    for (Target target : targets) {
      System.out.printf("rss after huge\t%d%n", target.kilobytes("VmHWM"));
    }
  }

  private static void expect(int count, List<?> found) {
    if (found.size() != count) {
      throw new IllegalStateException("expected " + count + ", found " + found.size());
    }
  }

  /** Adding and dropping leave things as they were, in steps timed apart. */
  private static void writes(Target[] targets, int rounds) throws Exception {
    for (Target target : targets) {
      target.client.create_table(table("written", true));
    }
    int few = Math.max(3, rounds / 2);
    Timing add = new Timing("add_partitions(1,000)");
    Timing drop = new Timing("drop_partitions(1,000)");
    Timing table = new Timing("drop_table of 1,000 partitions");
    for (int round = 0; round < few; round++) {
      for (int side = 0; side < 2; side++) {
        Target target = targets[side];
        add.time(side, target, 1, t -> t.client.add_partitions(partitions("written", 0, 1000)));
        drop.time(side, target, 1, t -> t.client.drop_partitions_req(dropAll()));
        target.client.create_table(table("goner", true));
        target.client.add_partitions(partitions("goner", 0, 1000));
        table.time(side, target, 1, t -> t.client.drop_table(DB, "goner", true));
      }
    }
    for (Timing timing : Arrays.asList(add, drop, table)) {
      timing.print();
    }
    for (Target target : targets) {
      target.client.drop_table(DB, "written", true);
    }
  }

  private static DropPartitionsRequest dropAll() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      names.add("a=" + i / 1000 + "/b=" + i / 10 + "/c=" + i);
    }
    DropPartitionsRequest request =
        new DropPartitionsRequest(DB, "written", RequestPartsSpec.names(names));
    request.setDeleteData(true);
    request.setNeedResult(false);
    return request;
  }

  private static void connectAndAsk(Target target) throws Exception {
    HiveConf settings = CONF.get();
    settings.set("hive.metastore.uris", "thrift://127.0.0.1:" + target.port);
    HiveMetaStoreClient client = new HiveMetaStoreClient(settings);
    client.getTable(DB, "hot");
    client.close();
  }

  private static final ThreadLocal<HiveConf> CONF = ThreadLocal.withInitial(HiveConf::new);

  private static void compare(String what, Target[] targets, int rounds, int calls, Call call)
      throws Exception {
    Timing timing = new Timing(what);
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        timing.time(side, targets[side], calls, call);
      }
    }
    timing.print();
  }

  /** Each thread has a connection of its own; the time is per call as the caller sees throughput. */
  private static void threads(String what, Target[] targets, int rounds, int count) throws Exception {
    Timing timing = new Timing(what);
    ThriftHiveMetastore.Client[][] clients = new ThriftHiveMetastore.Client[2][count];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < count; i++) {
        clients[side][i] = connect(targets[side].port);
      }
    }
    int calls = 2000;
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        double cpu = targets[side].cpu();
        long began = System.nanoTime();
        together(clients[side], calls);
        double millis = (System.nanoTime() - began) / 1e6 / calls;
        timing.note(side, millis, (targets[side].cpu() - cpu) / calls);
      }
    }
    timing.print();
  }

  private static void together(ThriftHiveMetastore.Client[] clients, int calls) throws Exception {
    AtomicInteger left = new AtomicInteger(calls);
    AtomicReference<Exception> problem = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (ThriftHiveMetastore.Client client : clients) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (left.getAndDecrement() > 0) {
                    client.get_table(DB, "hot");
                  }
                } catch (Exception e) {
                  problem.set(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (problem.get() != null) {
      throw problem.get();
    }
  }

  private static void warmUp(Target target) throws Exception {
    long end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 50; i++) {
        target.client.get_table(DB, "hot");
      }
      target.client.get_table_objects_by_name(DB, Arrays.asList("t1", "t2", "t3"));
      target.client.get_partitions(DB, "many", (short) 1000);
      target.client.get_partitions_by_filter(DB, "many", "b = \"7\"", (short) -1);
      target.client.get_partition_names(DB, "many", (short) 1000);
      target.client.create_table(table("warm", true));
      target.client.add_partitions(partitions("warm", 0, 20));
      target.client.drop_table(DB, "warm", true);
    }
  }

  private static ThriftHiveMetastore.Client connect(int port) throws Exception {
    TSocket socket = new TSocket("127.0.0.1", port, 600_000);
    socket.open();
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  /** The two servers' times for one thing. */
  private static final class Timing {
    private final String what;
    private final List<List<Double>> millis = Arrays.asList(new ArrayList<>(), new ArrayList<>());
    private final double[] cpu = new double[2];
    private final String[] problem = new String[2];

    Timing(String what) {
      this.what = what;
    }

    void time(int side, Target target, int calls, Call call) throws Exception {
      if (problem[side] != null) {
        return;
      }
      double cpu = target.cpu();
      long began = System.nanoTime();
      try {
        for (int i = 0; i < calls; i++) {
          call.on(target);
        }
      } catch (org.apache.thrift.TException e) {
        problem[side] = String.valueOf(e.getMessage()).split("\n")[0];
        return;
      }
      note(side, (System.nanoTime() - began) / 1e6 / calls, (target.cpu() - cpu) / calls);
    }

    void note(int side, double took, double used) {
      millis.get(side).add(took);
      cpu[side] += used;
    }

    void print() {
      System.out.printf("timing\t%s", what);
      for (int side = 0; side < 2; side++) {
        List<Double> times = new ArrayList<>(millis.get(side));
        if (problem[side] != null || times.isEmpty()) {
          System.out.printf("\tfailed: %s\t", problem[side]);
          continue;
        }
        java.util.Collections.sort(times);
        System.out.printf("\t%.3f\t%.3f", times.get(times.size() / 2), cpu[side] / times.size());
      }
      System.out.println();
    }
  }
}
