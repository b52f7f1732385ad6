import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * One small program for every generation of Apache's Java client: 2.3, 3.1 and 4.x compile this
 * same source. Signatures that changed between them are reached by name.
 *
 * <p>Usage: {@code java Probe thrift://HOST:PORT FOLDER LABEL [keep]}; with {@code keep}, what it
 * made stays to be looked at.
 */
public final class Probe {
  private interface Step {
    void run() throws Exception;
  }

  private final IMetaStoreClient client;
  private final String folder;
  private final String label;
  private int passed;
  private int failed;

  private Probe(IMetaStoreClient client, String folder, String label) {
    this.client = client;
    this.folder = folder;
    this.label = label;
  }

  public static void main(String[] arguments) throws Exception {
    Probe probe = new Probe(connect(arguments[0]), arguments[1], arguments[2]);
    probe.run(arguments.length > 3);
    probe.client.close();
    System.out.printf("%s: %d passed, %d failed%n", probe.label, probe.passed, probe.failed);
    System.exit(probe.failed == 0 ? 0 : 1);
  }

  /** 2.3 takes a HiveConf, later clients any Configuration. */
  static IMetaStoreClient connect(String uri) throws Exception {
    for (Constructor<?> constructor : HiveMetaStoreClient.class.getConstructors()) {
      if (constructor.getParameterCount() == 1) {
        Class<?> wanted = constructor.getParameterTypes()[0];
        Configuration settings =
            wanted == Configuration.class
                ? new Configuration()
                : (Configuration) wanted.getConstructor().newInstance();
        settings.set("hive.metastore.uris", uri);
        settings.set("hive.metastore.client.socket.timeout", "60s");
        return (IMetaStoreClient) constructor.newInstance(settings);
      }
    }
    throw new IllegalStateException("no constructor with one parameter");
  }

  private void run(boolean keep) {
    step("a database is created and read back", this::databases);
    step("a database is altered", this::alterDatabase);
    step("a missing database is NoSuchObject", this::missingDatabase);
    step("a table is created and read back", this::tables);
    step("tables are listed, matched and fetched together", this::tableLists);
    step("a missing table is NoSuchObject, an existing one AlreadyExists", this::tableExceptions);
    step("a table is altered and renamed", this::alterTable);
    step("a partition is added and read back", this::onePartition);
    step("partitions are added, listed and named", this::partitions);
    step("partitions are filtered", this::filters);
    step("partitions are altered and renamed", this::alterPartitions);
    step("partitions that exist or are missing are refused", this::partitionExceptions);
    step("partitions are dropped", this::dropPartitions);
    step("column statistics are kept", this::statistics);
    step("column statistics of a partition are kept", this::partitionStatistics);
    step("functions are created, changed and dropped", this::functions);
    step("an exclusive lock keeps others waiting", this::locks);
    step("events of the changes can be read", this::events);
    if (!keep) {
      step("a full database is not dropped without cascade", this::dropDatabase);
    }
  }

  private void step(String sentence, Step step) {
    try {
      step.run();
      passed++;
      System.out.printf("ok   %s: %s%n", label, sentence);
    } catch (Throwable problem) {
      failed++;
      System.out.printf("FAIL %s: %s%n", label, sentence);
      problem.printStackTrace(System.out);
    }
  }

  private void databases() throws Exception {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("team", "blue");
    Database made = new Database("Probe_DB", "made by a probe", place("probe_db.db"), parameters);
    made.setOwnerName("ann");
    made.setOwnerType(PrincipalType.USER);
    client.createDatabase(made);
    refused(AlreadyExistsException.class, () -> client.createDatabase(made));
    Database found = client.getDatabase("PROBE_db");
    same("probe_db", found.getName());
    same("made by a probe", found.getDescription());
    same(place("probe_db.db"), found.getLocationUri());
    same("ann", found.getOwnerName());
    same("blue", found.getParameters().get("team"));
    same(Arrays.asList("probe_db"), client.getDatabases("probe*"));
    check(client.getAllDatabases().contains("default"), "default is listed");
  }

  private void alterDatabase() throws Exception {
    Database changed = client.getDatabase("probe_db");
    changed.getParameters().put("tier", "2");
    client.alterDatabase("probe_db", changed);
    same("2", client.getDatabase("probe_db").getParameters().get("tier"));
  }

  private void missingDatabase() {
    refused(NoSuchObjectException.class, () -> client.getDatabase("nowhere"));
    refused(NoSuchObjectException.class, () -> client.dropDatabase("nowhere", true, false, false));
  }

  private void tables() throws Exception {
    client.createTable(table("plain"));
    Table found = client.getTable("probe_db", "PLAIN");
    same("plain", found.getTableName());
    same("MANAGED_TABLE", found.getTableType());
    same(2, found.getSd().getColsSize());
    same("n", found.getSd().getCols().get(0).getName());
    same("a number", found.getSd().getCols().get(0).getComment());
    same("day", found.getPartitionKeys().get(0).getName());
    same("1", found.getSd().getSerdeInfo().getParameters().get("serialization.format"));
    check(found.getParameters().containsKey("transient_lastDdlTime"), "DDL time is set");
    check(found.getCreateTime() > 0, "create time is set");
    check(new File(folder, "probe_db.db/plain").isDirectory(), "the folder is made");
    check(client.tableExists("probe_db", "plain"), "the table exists");
    check(!client.tableExists("probe_db", "nothing"), "another does not");
    same(3, client.getSchema("probe_db", "plain").size());
    same(2, client.getFields("probe_db", "plain").size());
  }

  private void tableLists() throws Exception {
    client.createTable(table("other"));
    same(Arrays.asList("other", "plain"), sorted(client.getAllTables("probe_db")));
    same(Arrays.asList("plain"), client.getTables("probe_db", "pl*"));
    same(Arrays.asList("other", "plain"), sorted(client.getTables("probe_db", "pl*|oth*")));
    List<Table> both = client.getTableObjectsByName("probe_db", Arrays.asList("plain", "other", "no"));
    same(2, both.size());
    same(2, client.getTableMeta("probe_db", "*", new ArrayList<>()).size());
    same(
        Arrays.asList("other"),
        client.listTableNamesByFilter(
            "probe_db", "hive_filter_field_params__kind like \"oth.*\"", (short) -1));
  }

  private void tableExceptions() throws Exception {
    refused(NoSuchObjectException.class, () -> client.getTable("probe_db", "nothing"));
    refused(NoSuchObjectException.class, () -> client.dropTable("probe_db", "nothing", true, false));
    refused(AlreadyExistsException.class, () -> client.createTable(table("plain")));
    Table homeless = table("homeless");
    homeless.setDbName("nowhere");
    refused(InvalidObjectException.class, () -> client.createTable(homeless));
    Table nameless = table("bad\u0001name");
    refused(InvalidObjectException.class, () -> client.createTable(nameless));
    client.dropTable("probe_db", "nothing", false, true);
  }

  private void alterTable() throws Exception {
    Table changed = client.getTable("probe_db", "other");
    changed.getParameters().put("note", "changed");
    changed.getSd().addToCols(new FieldSchema("later", "map<string,array<int>>", null));
    client.alter_table("probe_db", "other", changed);
    Table found = client.getTable("probe_db", "other");
    same("changed", found.getParameters().get("note"));
    same("map<string,array<int>>", found.getSd().getCols().get(2).getType());
    found.setTableName("renamed");
    client.alter_table("probe_db", "other", found);
    Table renamed = client.getTable("probe_db", "renamed");
    check(renamed.getSd().getLocation().endsWith("/renamed"), renamed.getSd().getLocation());
    refused(NoSuchObjectException.class, () -> client.getTable("probe_db", "other"));
    renamed.setTableName("plain");
    refused(InvalidOperationException.class, () -> client.alter_table("probe_db", "renamed", renamed));
    Table nothing = table("nothing");
    nothing.getSd().setLocation(place("probe_db.db/nothing"));
    refused(InvalidOperationException.class, () -> client.alter_table("probe_db", "nothing", nothing));
    client.dropTable("probe_db", "renamed", true, false);
  }

  private void onePartition() throws Exception {
    Partition added = client.add_partition(partition("0"));
    same(Arrays.asList("0"), added.getValues());
    Partition found = client.getPartition("probe_db", "plain", Arrays.asList("0"));
    check(found.getSd().getLocation().endsWith("/plain/day=0"), found.getSd().getLocation());
    same("v0", found.getParameters().get("kept"));
    same(found, client.getPartition("probe_db", "plain", "day=0"));
  }

  private void partitions() throws Exception {
    List<Partition> many = new ArrayList<>();
    for (int day = 1; day < 100; day++) {
      many.add(partition(String.valueOf(day)));
    }
    same(99, client.add_partitions(many));
    same(100, client.listPartitions("probe_db", "plain", (short) -1).size());
    same(10, client.listPartitions("probe_db", "plain", (short) 10).size());
    same(100, client.listPartitionNames("probe_db", "plain", (short) -1).size());
    same(
        Arrays.asList("day=7"),
        client.listPartitionNames("probe_db", "plain", Arrays.asList("7"), (short) -1));
    same(1, client.listPartitions("probe_db", "plain", Arrays.asList("7"), (short) -1).size());
    same(2, client.getPartitionsByNames("probe_db", "plain", Arrays.asList("day=7", "day=8")).size());
  }

  private void filters() throws Exception {
    same(1, filtered("day = \"7\""));
    same(3, filtered("day = \"7\" or day = \"70\" or day = \"99\""));
    same(1, filtered("day like \"99\""));
    same(0, filtered("day = \"none\""));
    same(2, filtered("day > \"97\" and day <= \"99\""));
  }

  private int filtered(String filter) throws Exception {
    return client.listPartitionsByFilter("probe_db", "plain", filter, (short) -1).size();
  }

  private void alterPartitions() throws Exception {
    Partition seven = client.getPartition("probe_db", "plain", "day=7");
    seven.getParameters().put("kept", "changed");
    client.alter_partition("probe_db", "plain", seven, null);
    same("changed", client.getPartition("probe_db", "plain", "day=7").getParameters().get("kept"));
    seven.setValues(Arrays.asList("seven"));
    client.renamePartition("probe_db", "plain", Arrays.asList("7"), seven);
    Partition renamed = client.getPartition("probe_db", "plain", "day=seven");
    check(renamed.getSd().getLocation().endsWith("/day=seven"), renamed.getSd().getLocation());
    refused(
        NoSuchObjectException.class, () -> client.getPartition("probe_db", "plain", "day=7"));
  }

  private void partitionExceptions() {
    refused(AlreadyExistsException.class, () -> client.add_partition(partition("8")));
    refused(
        NoSuchObjectException.class,
        () -> client.dropPartition("probe_db", "plain", Arrays.asList("none"), true));
    refused(
        NoSuchObjectException.class,
        () -> client.getPartition("probe_db", "plain", Arrays.asList("none")));
  }

  private void dropPartitions() throws Exception {
    check(client.dropPartition("probe_db", "plain", Arrays.asList("8"), true), "dropped by values");
    check(client.dropPartition("probe_db", "plain", "day=9", true), "dropped by name");
    same(98, client.listPartitionNames("probe_db", "plain", (short) -1).size());
    check(!new File(folder, "probe_db.db/plain/day=8").exists(), "its folder is gone");
  }

  private void statistics() throws Exception {
    LongColumnStatsData numbers = new LongColumnStatsData(3, 40);
    numbers.setLowValue(-1);
    numbers.setHighValue(99);
    ColumnStatisticsData data = new ColumnStatisticsData();
    data.setLongStats(numbers);
    ColumnStatisticsData texts = new ColumnStatisticsData();
    texts.setStringStats(new StringColumnStatsData(10, 4.5, 1, 7));
    ColumnStatistics kept = new ColumnStatistics();
    kept.setStatsDesc(new ColumnStatisticsDesc(true, "probe_db", "plain"));
    kept.addToStatsObj(new ColumnStatisticsObj("n", "int", data));
    kept.addToStatsObj(new ColumnStatisticsObj("word", "string", texts));
    byName(kept, "setEngine", "hive");
    check(client.updateTableColumnStatistics(kept), "updated");
    List<?> found =
        (List<?>) withEngine("getTableColumnStatistics", "probe_db", "plain", Arrays.asList("n", "word"));
    same(2, found.size());
    for (Object object : found) {
      ColumnStatisticsObj column = (ColumnStatisticsObj) object;
      if (column.getColName().equals("n")) {
        same(99L, column.getStatsData().getLongStats().getHighValue());
      } else {
        same(4.5, column.getStatsData().getStringStats().getAvgColLen());
      }
    }
    withEngine("deleteTableColumnStatistics", "probe_db", "plain", "n");
    found = (List<?>) withEngine("getTableColumnStatistics", "probe_db", "plain", Arrays.asList("n", "word"));
    same(1, found.size());
  }

  private void partitionStatistics() throws Exception {
    ColumnStatisticsData data = new ColumnStatisticsData();
    data.setStringStats(new StringColumnStatsData(12, 5.25, 0, 8));
    ColumnStatistics kept = new ColumnStatistics();
    kept.setStatsDesc(new ColumnStatisticsDesc(false, "probe_db", "plain"));
    kept.getStatsDesc().setPartName("day=10");
    kept.addToStatsObj(new ColumnStatisticsObj("word", "string", data));
    byName(kept, "setEngine", "hive");
    check(client.updatePartitionColumnStatistics(kept), "updated");
    Map<?, ?> found =
        (Map<?, ?>)
            withEngine(
                "getPartitionColumnStatistics",
                "probe_db",
                "plain",
                Arrays.asList("day=10", "day=11"),
                Arrays.asList("word"));
    same(Collections.singleton("day=10"), found.keySet());
  }

  private void functions() throws Exception {
    List<ResourceUri> resources = new ArrayList<>();
    resources.add(new ResourceUri(ResourceType.JAR, "file:/somewhere/loud.jar"));
    Function loud =
        new Function("loud", "probe_db", "com.example.Loud", "ann", PrincipalType.USER, 0, FunctionType.JAVA, resources);
    client.createFunction(loud);
    Function found = client.getFunction("probe_db", "LOUD");
    same("com.example.Loud", found.getClassName());
    same(ResourceType.JAR, found.getResourceUris().get(0).getResourceType());
    same(Arrays.asList("loud"), client.getFunctions("probe_db", "l*"));
    refused(AlreadyExistsException.class, () -> client.createFunction(loud));
    loud.setClassName("com.example.Louder");
    client.alterFunction("probe_db", "loud", loud);
    same("com.example.Louder", client.getFunction("probe_db", "loud").getClassName());
    check(client.getAllFunctions().getFunctions().contains(client.getFunction("probe_db", "loud")), "it is listed");
    client.dropFunction("probe_db", "loud");
    refused(NoSuchObjectException.class, () -> client.getFunction("probe_db", "loud"));
  }

  private void locks() throws Exception {
    LockResponse first = client.lock(exclusive());
    same(LockState.ACQUIRED, first.getState());
    LockResponse second = client.lock(exclusive());
    same(LockState.WAITING, second.getState());
    client.heartbeat(0, first.getLockid());
    client.unlock(first.getLockid());
    same(LockState.ACQUIRED, client.checkLock(second.getLockid()).getState());
    client.unlock(second.getLockid());
  }

  private static LockRequest exclusive() {
    LockComponent table = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, "probe_db");
    table.setTablename("plain");
    return new LockRequest(new ArrayList<>(Collections.singletonList(table)), "ann", "host");
  }

  private void events() throws Exception {
    check(client.getCurrentNotificationEventId().getEventId() >= 0, "there is a newest event");
    client.getNextNotification(0, 10, null);
  }

  private void dropDatabase() throws Exception {
    refused(InvalidOperationException.class, () -> client.dropDatabase("probe_db", true, false, false));
    client.dropDatabase("probe_db", true, false, true);
    refused(NoSuchObjectException.class, () -> client.getDatabase("probe_db"));
    check(!new File(folder, "probe_db.db").exists(), "its folder is gone");
  }

  private Table table(String name) {
    StorageDescriptor storage = new StorageDescriptor();
    storage.setCols(
        new ArrayList<>(
            Arrays.asList(
                new FieldSchema("n", "int", "a number"), new FieldSchema("word", "string", null))));
    storage.setInputFormat("org.apache.hadoop.mapred.TextInputFormat");
    storage.setOutputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat");
    SerDeInfo serde =
        new SerDeInfo(name, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", new HashMap<>());
    serde.putToParameters("serialization.format", "1");
    storage.setSerdeInfo(serde);
    storage.setNumBuckets(-1);
    storage.setBucketCols(new ArrayList<>());
    storage.setSortCols(new ArrayList<>());
    storage.setParameters(new HashMap<>());
    Table table = new Table();
    table.setDbName("probe_db");
    table.setTableName(name);
    table.setOwner("ann");
    table.setTableType("MANAGED_TABLE");
    table.setSd(storage);
    table.setPartitionKeys(
        new ArrayList<>(Collections.singletonList(new FieldSchema("day", "string", "the day"))));
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("kind", name);
    table.setParameters(parameters);
    return table;
  }

  private Partition partition(String day) {
    Partition partition = new Partition();
    partition.setDbName("probe_db");
    partition.setTableName("plain");
    partition.setValues(new ArrayList<>(Collections.singletonList(day)));
    partition.setSd(table("plain").getSd());
    partition.getSd().setLocation(place("probe_db.db/plain/day=" + day));
    Map<String, String> parameters = new HashMap<>();
    parameters.put("kept", "v" + day);
    partition.setParameters(parameters);
    return partition;
  }

  private String place(String name) {
    return "file:" + folder + "/" + name;
  }

  /**
   * Calls a client method that took one more argument, the statistics' engine, from 4.0 on. (3.1 has
   * forms with one more argument too: there it is the catalog, and the first.)
   */
  private Object withEngine(String name, Object... arguments) throws Exception {
    boolean engines =
        Arrays.stream(ColumnStatistics.class.getMethods()).anyMatch(method -> method.getName().equals("setEngine"));
    int count = engines ? arguments.length + 1 : arguments.length;
    for (Method method : IMetaStoreClient.class.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == count) {
        Object[] given = Arrays.copyOf(arguments, count);
        if (engines) {
          given[arguments.length] = "hive";
        }
        if (fits(method, given)) {
          return invoke(client, method, given);
        }
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static boolean fits(Method method, Object[] given) {
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isInstance(given[i])) {
        return false;
      }
    }
    return true;
  }

  /** Calls a setter if this generation has it. */
  private static void byName(Object target, String name, Object argument) throws Exception {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name)) {
        invoke(target, method, argument);
      }
    }
  }

  private static Object invoke(Object target, Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException wrapped) {
      throw (Exception) wrapped.getCause();
    }
  }

  private static void refused(Class<? extends Exception> expected, Step step) {
    try {
      step.run();
    } catch (Exception found) {
      if (expected.isInstance(found)) {
        return;
      }
      throw new AssertionError("expected " + expected.getSimpleName() + ", found " + found, found);
    }
    throw new AssertionError("expected " + expected.getSimpleName() + ", was not refused");
  }

  private static void same(Object expected, Object found) {
    check(expected.equals(found), "expected " + expected + ", found " + found);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static List<String> sorted(List<String> names) {
    List<String> copy = new ArrayList<>(names);
    Collections.sort(copy);
    return copy;
  }
}
