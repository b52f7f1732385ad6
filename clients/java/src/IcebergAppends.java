import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hive.HiveCatalog;
import org.apache.iceberg.types.Types;

/**
 * Concurrent appends through Apache's Iceberg: several processes each append several times to one
 * table, and every append must be there once. The files appended do not exist: only commits are
 * under test.
 *
 * <p>Usage: {@code java IcebergAppends URI WAREHOUSE LOCKS LABEL} (LOCKS is true or false). The
 * program starts itself for the other processes.
 */
public final class IcebergAppends {
  private static final int PROCESSES = 4;
  private static final int APPENDS = 5;
  private static final TableIdentifier CROWDED = TableIdentifier.of("crowd", "crowded");

  private IcebergAppends() {}

  public static void main(String[] arguments) throws Exception {
    String label = arguments[3];
    HiveCatalog catalog = catalog(arguments);
    if (arguments.length > 4) {
      append(catalog.loadTable(CROWDED), arguments[4]);
      return;
    }
    String problem = run(catalog, arguments);
    System.out.printf(
        "%s %s: %d processes append %d times each%s%n",
        problem == null ? "ok  " : "FAIL", label, PROCESSES, APPENDS, problem == null ? "" : ": " + problem);
    System.out.printf("%s: %d passed, %d failed%n", label, problem == null ? 1 : 0, problem == null ? 0 : 1);
    System.exit(problem == null ? 0 : 1);
  }

  private static String run(HiveCatalog catalog, String[] arguments) throws Exception {
    catalog.createNamespace(Namespace.of("crowd"));
    Map<String, String> properties = new HashMap<>();
    properties.put("commit.retry.num-retries", "100");
    properties.put("commit.retry.min-wait-ms", "20");
    properties.put("commit.retry.max-wait-ms", "500");
    Schema schema = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
    catalog.createTable(CROWDED, schema, PartitionSpec.unpartitioned(), properties);
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      others.add(another(arguments, "process" + i));
    }
    for (Process other : others) {
      if (other.waitFor() != 0) {
        return "a process failed";
      }
    }
    int snapshots = 0;
    int files = 0;
    for (Snapshot snapshot : catalog.loadTable(CROWDED).snapshots()) {
      snapshots++;
      files = Integer.parseInt(snapshot.summary().get("total-data-files"));
    }
    int expected = PROCESSES * APPENDS;
    if (snapshots != expected || files != expected) {
      return "expected " + expected + " snapshots and files, found " + snapshots + " and " + files;
    }
    catalog.dropTable(CROWDED, false);
    catalog.dropNamespace(Namespace.of("crowd"));
    return null;
  }

  private static Process another(String[] arguments, String name) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("IcebergAppends");
    for (String argument : arguments) {
      command.add(argument);
    }
    command.add(name);
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static void append(Table table, String name) {
    for (int i = 0; i < APPENDS; i++) {
      table
          .newAppend()
          .appendFile(
              DataFiles.builder(PartitionSpec.unpartitioned())
                  .withPath(table.location() + "/data/" + name + "-" + i + "-" + UUID.randomUUID() + ".parquet")
                  .withFileSizeInBytes(1000)
                  .withRecordCount(1)
                  .build())
          .commit();
    }
  }

  private static HiveCatalog catalog(String[] arguments) {
    Configuration settings = new Configuration();
    settings.set("hive.metastore.uris", arguments[0]);
    settings.set("iceberg.engine.hive.lock-enabled", arguments[2]);
    HiveCatalog catalog = new HiveCatalog();
    catalog.setConf(settings);
    Map<String, String> properties = new HashMap<>();
    properties.put("uri", arguments[0]);
    properties.put("warehouse", arguments[1]);
    catalog.initialize("crowd", properties);
    return catalog;
  }
}
