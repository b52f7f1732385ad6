import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.RetryingMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * Hive's own reconnecting client, many of it, while servers come and go behind one address.
 *
 * <p>{@code Rolling URI SECONDS CLIENTS}: every client makes a table, then adds, reads, lists and drops partitions in it.
 * A call that fails is printed. In the end each table has to hold exactly what its client was told it holds.
 */
public final class Rolling {
  private static final AtomicLong CALLS = new AtomicLong();
  private static final Queue<String> FAILURES = new ConcurrentLinkedQueue<>();

  public static void main(String[] arguments) throws Exception {
    String uri = arguments[0];
    long end = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000_000L;
    int clients = Integer.parseInt(arguments[2]);
    IMetaStoreClient first = client(uri);
    first.createDatabase(new Database("rolling", null, null, Collections.emptyMap()));
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Worker worker = new Worker("t" + i, uri, end);
      workers.add(worker);
      worker.start();
    }
    int wrong = 0;
    for (Worker worker : workers) {
      worker.join();
      List<String> found = first.listPartitionNames("rolling", worker.table, (short) -1);
      Collections.sort(found);
      Collections.sort(worker.held);
      if (!found.equals(worker.held)) {
        System.out.println("FAIL replicas: " + worker.table + " holds " + found + ", not " + worker.held);
        wrong++;
      }
    }
    FAILURES.stream().limit(20).forEach(failure -> System.out.println("FAIL replicas: " + failure));
    boolean failed = !FAILURES.isEmpty();
    System.out.println((failed ? "FAIL" : "ok  ") + " replicas: " + CALLS + " calls of " + clients + " clients, "
        + FAILURES.size() + " failed");
    System.out.println((wrong > 0 ? "FAIL" : "ok  ") + " replicas: " + (clients - wrong) + " of " + clients
        + " tables hold what their clients were told");
    int bad = (failed ? 1 : 0) + (wrong > 0 ? 1 : 0);
    System.out.println("replicas: " + (2 - bad) + " passed, " + bad + " failed");
  }

  private static IMetaStoreClient client(String uri) throws Exception {
    HiveConf conf = new HiveConf();
    conf.set("hive.metastore.uris", uri);
    conf.set("hive.metastore.client.connect.retry.delay", "1s");
    return RetryingMetaStoreClient.getProxy(conf, false);
  }

  private static final class Worker extends Thread {
    final String table;
    final List<String> held = new ArrayList<>();
    private final String uri;
    private final long end;
    private IMetaStoreClient client;

    Worker(String table, String uri, long end) {
      this.table = table;
      this.uri = uri;
      this.end = end;
    }

    @Override
    public void run() {
      try {
        client = client(uri);
        call("create_table", () -> client.createTable(newTable()));
        for (int i = 0; System.nanoTime() < end; i++) {
          round(i);
        }
        client.close();
      } catch (Exception e) {
        FAILURES.add(table + ": " + e);
      }
    }

    private void round(int i) {
      String value = String.format("%06d", i);
      if (call("add_partition", () -> client.add_partition(newPartition(value)))) {
        held.add("k=" + value);
      }
      call("get_table", () -> client.getTable("rolling", table));
      call("get_partition", () -> client.getPartition("rolling", table, Collections.singletonList(value)));
      call("get_partition_names", () -> client.listPartitionNames("rolling", table, (short) -1));
      call("get_tables", () -> client.getTables("rolling", "t*"));
      if (i % 2 == 1) {
        if (call("drop_partition",
            () -> client.dropPartition("rolling", table, Collections.singletonList(value), false))) {
          held.remove("k=" + value);
        }
      }
    }

    private boolean call(String name, Call call) {
      CALLS.incrementAndGet();
      try {
        call.run();
        return true;
      } catch (Exception e) {
        FAILURES.add(table + " " + name + ": " + e);
        return false;
      }
    }

    private Table newTable() {
      Table made = new Table();
      made.setDbName("rolling");
      made.setTableName(table);
      made.setTableType("MANAGED_TABLE");
      made.setOwner("rolling");
      made.setSd(descriptor());
      made.setPartitionKeys(Collections.singletonList(new FieldSchema("k", "string", null)));
      made.setParameters(new java.util.HashMap<>());
      return made;
    }

    private Partition newPartition(String value) {
      Partition made = new Partition();
      made.setDbName("rolling");
      made.setTableName(table);
      made.setValues(Collections.singletonList(value));
      made.setSd(descriptor());
      made.setParameters(new java.util.HashMap<>());
      return made;
    }

    private static StorageDescriptor descriptor() {
      StorageDescriptor sd = new StorageDescriptor();
      sd.setCols(Collections.singletonList(new FieldSchema("id", "int", null)));
      sd.setInputFormat("org.apache.hadoop.mapred.TextInputFormat");
      sd.setOutputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat");
      sd.setSerdeInfo(new SerDeInfo(null, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
          new java.util.HashMap<>()));
      sd.setBucketCols(new ArrayList<>());
      sd.setSortCols(new ArrayList<>());
      sd.setParameters(new java.util.HashMap<>());
      return sd;
    }
  }

  private interface Call {
    void run() throws Exception;
  }
}
