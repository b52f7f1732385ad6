import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.LockComponentBuilder;
import org.apache.hadoop.hive.metastore.LockRequestBuilder;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.ql.DriverFactory;
import org.apache.hadoop.hive.ql.IDriver;
import org.apache.hadoop.hive.ql.metadata.Hive;
import org.apache.hadoop.hive.ql.metadata.Partition;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.session.SessionState;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPGreaterThan;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/**
 * What a user of Hive 4 does, in order, in one session of Hive itself: parser, planner, transaction
 * manager, and Tez inside this process.
 *
 * <p>Usage: {@code java HiveSession LABEL FOLDER}, with the hive-site.xml that names the metastore on the
 * class path. Steps keep to their own tables.
 */
public final class HiveSession {
  private interface Step {
    void run() throws Exception;
  }

  private final PrintStream verdicts;
  private final String label;
  private final String folder;
  private int passed;
  private int failed;

  private HiveSession(PrintStream verdicts, String label, String folder) {
    this.verdicts = verdicts;
    this.label = label;
    this.folder = folder;
  }

  public static void main(String[] arguments) {
    HiveSession session = new HiveSession(System.out, arguments[0], arguments[1]);
    // Tez tells standard output of each task.
    System.setOut(System.err);
    // What HiveServer2 says of itself; without it Apache's metastore lets nobody make ACID tables.
    HiveMetaStoreClient.setProcessorIdentifier("HiveServer2#" + arguments[0]);
    HiveMetaStoreClient.setProcessorCapabilities(CAPABILITIES.split(","));
    try {
      SessionState.start(new HiveConf());
    } catch (Throwable problem) {
      problem.printStackTrace();
      System.exit(1);
    }
    session.run();
    session.verdicts.printf(
        "%s: %d passed, %d failed%n", session.label, session.passed, session.failed);
    // Tez leaves threads behind.
    System.exit(session.failed == 0 ? 0 : 1);
  }

  private void run() {
    step("a database keeps its comment and properties", this::databases);
    step("rows of a transactional table are inserted, updated and deleted", this::transactional);
    step("rows are merged", this::merge);
    step("transactions and locks are shown, and a lock keeps others out", this::locks);
    step("a compaction is asked for and shown", this::compaction);
    step("constraints are kept, shown, enforced and dropped", this::constraints);
    step("partitions are written, listed, added, renamed and dropped", this::partitions);
    step("partitions are pruned by expressions", this::pruning);
    step("folders become partitions", this::repair);
    step("a materialized view is made, goes stale and is rebuilt", this::materializedViews);
    step("views are made, changed and dropped", this::views);
    step("column statistics of a table are computed and described", this::statistics);
    step("column statistics of partitions are computed and aggregated", this::partitionStatistics);
    step("an external table has its own place", this::external);
    step("a table is made from a query, renamed, widened and emptied", this::changes);
    step("a function is kept", this::functions);
    step("a database is dropped with all in it", this::drop);
  }

  private void step(String sentence, Step step) {
    long began = System.nanoTime();
    try {
      step.run();
      passed++;
      double seconds = (System.nanoTime() - began) / 1e9;
      verdicts.printf("ok   %s: %s (%.1f s)%n", label, sentence, seconds);
    } catch (Throwable problem) {
      failed++;
      verdicts.printf("FAIL %s: %s%n%s%n", label, sentence, problem);
      problem.printStackTrace();
    }
  }

  private void databases() throws Exception {
    sql(
        String.format(
            "CREATE DATABASE shop COMMENT 'the shop' LOCATION 'file:%s/external/shop.db' "
                + "MANAGEDLOCATION 'file:%s/warehouse/shop.db' WITH DBPROPERTIES ('team'='blue')",
            folder, folder));
    refused("CREATE DATABASE shop", "already exists");
    sql("CREATE DATABASE IF NOT EXISTS shop");
    sql("ALTER DATABASE shop SET DBPROPERTIES ('tier'='1')");
    String told = sql("DESCRIBE DATABASE EXTENDED shop").get(0);
    has(told, "shop\tthe shop\t", "external/shop.db\t", "warehouse/shop.db\t", "{team=blue, tier=1}");
    same(list("shop"), sql("SHOW DATABASES LIKE 'sh%'"));
    sql("USE shop");
  }

  private void transactional() throws Exception {
    sql("CREATE TABLE people (id INT, name STRING) STORED AS ORC" + ACID);
    sql("INSERT INTO people VALUES (1, 'ann'), (2, 'bob'), (3, 'cid')");
    same("3", described("people").get("numRows"));
    sql("UPDATE people SET name = 'BOB' WHERE id = 2");
    sql("DELETE FROM people WHERE id = 3");
    same(list("1\tann", "2\tBOB"), sql("SELECT * FROM people ORDER BY id"));
    Map<String, String> told = described("people");
    same("MANAGED_TABLE", told.get("Table Type"));
    same("true", told.get("transactional"));
    same("2", told.get("numRows"));
    has(told.get("Location"), "/warehouse/shop.db/people");
    refused("CREATE TABLE people (id INT)", "already exists");
  }

  private void merge() throws Exception {
    sql("CREATE TABLE merged (id INT, name STRING) STORED AS ORC" + ACID);
    sql("INSERT INTO merged VALUES (1, 'old'), (2, 'gone')");
    sql(
        "MERGE INTO merged t USING (SELECT 1 AS id, 'new' AS name UNION ALL SELECT 2, 'x' "
            + "UNION ALL SELECT 3, 'more') s ON t.id = s.id "
            + "WHEN MATCHED AND s.name = 'x' THEN DELETE "
            + "WHEN MATCHED THEN UPDATE SET name = s.name "
            + "WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name)");
    same(list("1\tnew", "3\tmore"), sql("SELECT * FROM merged ORDER BY id"));
  }

  private void locks() throws Exception {
    sql("CREATE TABLE held (n INT) STORED AS ORC" + ACID);
    IMetaStoreClient other = Hive.get().getMSC();
    long transaction = other.openTxn("other");
    LockState state =
        other
            .lock(
                new LockRequestBuilder("a query")
                    .setTransactionId(transaction)
                    .setUser("other")
                    .addLockComponent(
                        new LockComponentBuilder()
                            .setDbName("shop")
                            .setTableName("held")
                            .setExclusive()
                            .setOperationType(DataOperationType.NO_TXN)
                            .build())
                    .build())
            .getState();
    same(LockState.ACQUIRED, state);
    has(only(sql("SHOW TRANSACTIONS"), transaction + "\t"), "OPEN", "\tother\t");
    has(only(sql("SHOW LOCKS held"), "\theld\t"), "ACQUIRED", "EXCLUSIVE", "\t" + transaction + "\t");
    refused("INSERT INTO held VALUES (1)", "error in acquiring locks");
    other.rollbackTxn(transaction);
    same(1, sql("SHOW LOCKS held").size());
    sql("INSERT INTO held VALUES (1)");
    same(list("1"), sql("SELECT n FROM held"));
    same(0, matching(sql("SHOW TRANSACTIONS"), "\tOPEN\t").size());
  }

  private void compaction() throws Exception {
    sql("CREATE TABLE small (n INT) STORED AS ORC" + ACID);
    sql("INSERT INTO small VALUES (1)");
    sql("ALTER TABLE small COMPACT 'major'");
    has(only(sql("SHOW COMPACTIONS"), "\tsmall\t"), "\tshop\t", "\tMAJOR\t", "\tinitiated\t", "\tmanual\t");
  }

  private void constraints() throws Exception {
    sql(
        "CREATE TABLE parent (id INT NOT NULL, name STRING DEFAULT 'nobody', "
            + "age INT CHECK (age > 0), PRIMARY KEY (id) DISABLE NOVALIDATE) STORED AS ORC"
            + ACID);
    sql(
        "CREATE TABLE child (id INT, parent INT, "
            + "CONSTRAINT child_fk FOREIGN KEY (parent) REFERENCES parent(id) DISABLE NOVALIDATE, "
            + "CONSTRAINT child_uq UNIQUE (id) DISABLE NOVALIDATE) STORED AS ORC"
            + ACID);
    String told = String.join("\n", sql("DESCRIBE FORMATTED parent"));
    has(told, "# Primary Key", "# Not Null Constraints", "Default Value:'nobody'", "`age` > 0");
    told = String.join("\n", sql("DESCRIBE FORMATTED child"));
    has(told, "child_fk", "Parent Column Name:shop.parent.id\tColumn Name:parent", "child_uq");
    sql("INSERT INTO parent (id, age) VALUES (1, 5)");
    refused("INSERT INTO parent (id, age) VALUES (2, -5)", "constraint violated");
    refused("INSERT INTO parent (name, age) VALUES ('x', 5)", "constraint violated");
    same(list("1\tnobody\t5"), sql("SELECT * FROM parent"));
    sql("ALTER TABLE child DROP CONSTRAINT child_fk");
    sql("ALTER TABLE child ADD CONSTRAINT child_pk PRIMARY KEY (id) DISABLE NOVALIDATE");
    told = String.join("\n", sql("DESCRIBE FORMATTED child"));
    has(told, "child_pk", "child_uq");
    same(false, told.contains("child_fk"));
    sql("DROP TABLE child");
  }

  private void partitions() throws Exception {
    sql("CREATE TABLE stock (n INT) PARTITIONED BY (y INT, m STRING) STORED AS ORC" + ACID);
    sql("INSERT INTO stock PARTITION (y, m) VALUES (1, 2024, '01'), (2, 2024, '02'), (3, 2025, 'a/b')");
    same(list("y=2024/m=01", "y=2024/m=02", "y=2025/m=a%2Fb"), sql("SHOW PARTITIONS stock"));
    same(list("y=2024/m=01", "y=2024/m=02"), sql("SHOW PARTITIONS stock PARTITION (y=2024)"));
    same(list("3"), sql("SELECT n FROM stock WHERE m = 'a/b'"));
    sql("ALTER TABLE stock ADD PARTITION (y=2026, m='03') PARTITION (y=2026, m='04')");
    refused("ALTER TABLE stock ADD PARTITION (y=2026, m='03')", "already exists");
    sql("ALTER TABLE stock DROP PARTITION (y > 2025)");
    sql("ALTER TABLE stock PARTITION (y=2024, m='02') RENAME TO PARTITION (y=2024, m='12')");
    same(list("y=2024/m=01", "y=2024/m=12", "y=2025/m=a%2Fb"), sql("SHOW PARTITIONS stock"));
    same(list("2\t2024\t12"), sql("SELECT * FROM stock WHERE m = '12'"));
    sql("DELETE FROM stock WHERE y = 2024 AND m = '01'");
    same(list("2"), sql("SELECT count(*) FROM stock"));
  }

  private void pruning() throws Exception {
    sql("CREATE TABLE days (n INT) PARTITIONED BY (day INT, dt DATE, region STRING) STORED AS ORC");
    List<String> rows = new ArrayList<>();
    for (int day = 1; day <= 12; day++) {
      String region = day % 2 == 0 ? "eu" : "us";
      rows.add(String.format("(%d, %d, DATE '2024-01-%02d', '%s')", day, day, day, region));
    }
    sql("INSERT INTO days PARTITION (day, dt, region) VALUES " + String.join(", ", rows));
    pruned("day > 9", 3);
    pruned("day > 9 AND region = 'us'", 1);
    pruned("day IN (1, 2, 30)", 2);
    pruned("day BETWEEN 3 AND 5", 3);
    pruned("NOT day < 11", 2);
    pruned("dt >= DATE '2024-01-11'", 2);
    pruned("region LIKE 'e%' AND day < 5", 2);
    pruned("day = 1 OR region = 'eu'", 7);
    pruned("region IS NULL", 0);
    // What the metastore leaves to Hive, alone and beside what it does not.
    same(2, sql("SELECT n FROM days WHERE day % 5 = 0").size());
    same(4, sql("SELECT n FROM days WHERE NOT region LIKE 'e%' AND day < 9").size());
    ExprNodeGenericFuncDesc above =
        ExprNodeGenericFuncDesc.newInstance(
            new GenericUDFOPGreaterThan(),
            new ArrayList<>(
                Arrays.asList(
                    new ExprNodeColumnDesc(TypeInfoFactory.intTypeInfo, "day", "days", true),
                    new ExprNodeConstantDesc(TypeInfoFactory.intTypeInfo, 9))));
    List<Partition> found = new ArrayList<>();
    boolean unknown =
        Hive.get()
            .getPartitionsByExpr(
                Hive.get().getTable("shop", "days"), above, SessionState.getSessionConf(), found);
    same(false, unknown);
    same(3, found.size());
  }

  /** The plan reads this many partitions, and as many rows come back: each holds one. */
  private void pruned(String condition, int partitions) throws Exception {
    String query = "SELECT n FROM days WHERE " + condition;
    List<String> plan = sql("EXPLAIN EXTENDED " + query);
    same(condition + ": " + partitions, condition + ": " + matching(plan, "partition values:").size());
    same(condition + ": " + partitions, condition + ": " + sql(query).size());
  }

  private void repair() throws Exception {
    sql("CREATE EXTERNAL TABLE found (n INT) PARTITIONED BY (k STRING) STORED AS TEXTFILE");
    java.nio.file.Path place = java.nio.file.Paths.get(described("found").get("Location").substring(5));
    for (String folder : list("k=1", "k=2", "k=two words")) {
      java.nio.file.Files.createDirectories(place.resolve(folder));
      java.nio.file.Files.write(place.resolve(folder).resolve("data"), "7\n".getBytes());
    }
    sql("MSCK REPAIR TABLE found");
    same(list("k=1", "k=2", "k=two words"), sql("SHOW PARTITIONS found"));
    same(list("7\ttwo words"), sql("SELECT * FROM found WHERE k > '3'"));
  }

  private void materializedViews() throws Exception {
    sql("CREATE TABLE sales (region STRING, n INT) STORED AS ORC" + ACID);
    sql("INSERT INTO sales VALUES ('eu', 1), ('us', 2), ('eu', 3)");
    sql("CREATE MATERIALIZED VIEW totals AS SELECT region, sum(n) AS total FROM sales GROUP BY region");
    same(list("eu\t4", "us\t2"), sql("SELECT * FROM totals ORDER BY region"));
    String query = "SELECT region, sum(n) FROM sales GROUP BY region";
    same(1, Math.min(1, matching(sql("EXPLAIN CBO " + query), "totals").size()));
    sql("INSERT INTO sales VALUES ('eu', 10)");
    same(0, matching(sql("EXPLAIN CBO " + query), "totals").size());
    sql("ALTER MATERIALIZED VIEW totals REBUILD");
    same(list("eu\t14", "us\t2"), sql("SELECT * FROM totals ORDER BY region"));
    same(1, Math.min(1, matching(sql("EXPLAIN CBO " + query), "totals").size()));
    has(only(sql("SHOW MATERIALIZED VIEWS"), "totals"), "Yes");
    same("MATERIALIZED_VIEW", described("totals").get("Table Type"));
    sql("DROP MATERIALIZED VIEW totals");
    same(0, matching(sql("SHOW MATERIALIZED VIEWS"), "totals").size());
  }

  private void views() throws Exception {
    sql("CREATE TABLE seen (id INT, name STRING) STORED AS ORC" + ACID);
    sql("CREATE VIEW loud (number COMMENT 'the id', called) AS SELECT id, upper(name) FROM seen");
    Map<String, String> told = described("loud");
    same("VIRTUAL_VIEW", told.get("Table Type"));
    has(told.get("Expanded Query"), "`shop`.`seen`");
    same(list("loud"), sql("SHOW VIEWS"));
    sql("ALTER VIEW loud AS SELECT id FROM seen");
    same(list(), sql("SELECT id FROM loud"));
    sql("DROP VIEW loud");
    refused("SELECT * FROM loud", "not found");
  }

  private void statistics() throws Exception {
    sql("CREATE TABLE measured (id INT, name STRING) STORED AS ORC" + ACID);
    sql("INSERT INTO measured VALUES (1, 'ann'), (2, 'bob'), (9, NULL)");
    sql("ANALYZE TABLE measured COMPUTE STATISTICS FOR COLUMNS");
    Map<String, String> told = described("measured id");
    same(list("1", "9", "0", "3"), list(told.get("min"), told.get("max"), told.get("num_nulls"), told.get("distinct_count")));
    told = described("measured name");
    same(list("1", "2", "3"), list(told.get("num_nulls"), told.get("distinct_count"), told.get("max_col_len")));
    same(list("9"), sql("SELECT max(id) FROM measured"));
    sql("UPDATE measured SET id = 4 WHERE id = 9");
    same(list("4"), sql("SELECT max(id) FROM measured"));
  }

  private void partitionStatistics() throws Exception {
    sql("CREATE TABLE parted (n INT) PARTITIONED BY (k INT) STORED AS ORC" + ACID);
    sql("INSERT INTO parted PARTITION (k) VALUES (1, 1), (5, 2), (7, 2)");
    sql("ANALYZE TABLE parted COMPUTE STATISTICS FOR COLUMNS");
    Map<String, String> told = described("parted PARTITION (k=2) n");
    same(list("5", "7", "2"), list(told.get("min"), told.get("max"), told.get("distinct_count")));
    told = described("parted n");
    same(list("1", "7", "0"), list(told.get("min"), told.get("max"), told.get("num_nulls")));
    same("2", described("parted PARTITION (k=2)").get("numRows"));
  }

  private void external() throws Exception {
    sql("CREATE EXTERNAL TABLE outside (word STRING) STORED AS TEXTFILE");
    sql("INSERT INTO outside VALUES ('tea')");
    Map<String, String> told = described("outside");
    same("EXTERNAL_TABLE", told.get("Table Type"));
    has(told.get("Location"), "/external/shop.db/outside");
    same("1", told.get("numFiles"));
    sql("DROP TABLE outside");
    java.nio.file.Path place = java.nio.file.Paths.get(told.get("Location").substring(5));
    same(true, java.nio.file.Files.isDirectory(place));
  }

  private void changes() throws Exception {
    sql("CREATE TABLE made STORED AS PARQUET AS SELECT 1 AS id, 'ann' AS name");
    sql("ALTER TABLE made RENAME TO renamed");
    refused("SELECT * FROM made", "not found");
    sql("ALTER TABLE renamed ADD COLUMNS (extra STRING COMMENT 'more')");
    sql("ALTER TABLE renamed CHANGE COLUMN name called STRING");
    sql("ALTER TABLE renamed SET TBLPROPERTIES ('kept'='yes')");
    same("id called extra", String.join(" ", sql("SHOW COLUMNS IN renamed")).replaceAll(" +", " ").trim());
    has(described("renamed").get("Location"), "/warehouse/shop.db/renamed");
    has(String.join("\n", sql("SHOW CREATE TABLE renamed")), "'kept'='yes'", "COMMENT 'more'");
    same(list("1\tNULL"), sql("SELECT id, extra FROM renamed"));
    sql("TRUNCATE TABLE renamed");
    same(list("0"), sql("SELECT count(*) FROM renamed"));
  }

  private void functions() throws Exception {
    sql("CREATE FUNCTION shop.loud AS 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'");
    same(list("TEA"), sql("SELECT shop.loud('tea')"));
    same(list("shop.loud"), sql("SHOW FUNCTIONS LIKE 'shop.lou%'"));
    sql("DROP FUNCTION shop.loud");
    refused("SELECT shop.loud('tea')", "loud");
  }

  private void drop() throws Exception {
    refused("DROP DATABASE shop", "not empty");
    sql("DROP DATABASE shop CASCADE");
    same(list("default"), sql("SHOW DATABASES"));
    same(0, matching(sql("SHOW LOCKS"), "\tshop\t").size());
  }

  private static final String CAPABILITIES =
      "EXTWRITE,EXTREAD,HIVEBUCKET2,HIVEFULLACIDREAD,HIVEFULLACIDWRITE,HIVECACHEINVALIDATE,"
          + "HIVEMANAGESTATS,HIVEMANAGEDINSERTWRITE,HIVEMANAGEDINSERTREAD,HIVESQL,HIVEMQT,"
          + "HIVEONLYMQTWRITE";

  private static final String ACID = " TBLPROPERTIES ('transactional'='true')";

  private static List<String> sql(String text) throws Exception {
    try (IDriver driver = DriverFactory.newDriver(SessionState.getSessionConf())) {
      driver.run(text);
      List<String> rows = new ArrayList<>();
      List<String> some = new ArrayList<>();
      while (driver.getResults(some)) {
        rows.addAll(some);
        some.clear();
      }
      return rows;
    }
  }

  /** DESCRIBE FORMATTED, name and value; the first of a name counts. */
  private static Map<String, String> described(String what) throws Exception {
    Map<String, String> told = new LinkedHashMap<>();
    for (String row : sql("DESCRIBE FORMATTED " + what)) {
      String[] cells = row.trim().split("\t", 2);
      String name = cells[0].trim().replaceAll(":$", "");
      told.putIfAbsent(name, cells.length > 1 ? cells[1].trim() : "");
    }
    return told;
  }

  private static void refused(String text, String word) {
    try {
      sql(text);
    } catch (Exception problem) {
      if (String.valueOf(problem.getMessage()).toLowerCase().contains(word.toLowerCase())) {
        return;
      }
      throw new AssertionError(word + " is not in: " + problem.getMessage(), problem);
    }
    throw new AssertionError("was not refused: " + text);
  }

  private static void same(Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError("found " + found + ", expected " + expected);
    }
  }

  private static void has(String text, String... parts) {
    for (String part : parts) {
      if (text == null || !text.contains(part)) {
        throw new AssertionError(part + " is not in: " + text);
      }
    }
  }

  private static List<String> matching(List<String> rows, String part) {
    List<String> found = new ArrayList<>();
    for (String row : rows) {
      if (row.contains(part)) {
        found.add(row);
      }
    }
    return found;
  }

  private static String only(List<String> rows, String part) {
    List<String> found = matching(rows, part);
    if (found.size() != 1) {
      throw new AssertionError(part + " is not once in: " + rows);
    }
    return found.get(0);
  }

  private static List<String> list(String... values) {
    return Arrays.asList(values);
  }
}
