import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** What there is to be asked for. */
final class Objects {
  static final String DB = "bench";
  /** A database of many small tables, made first, so that the first events are about them. */
  static final String WIDE = "wide";
  static final int WIDE_TABLES = 10_000;
  /** Columns that one question about statistics is about. */
  static final int ASKED = 5;

  private static final String[] TYPES = {"bigint", "string"};
  private static final String[] MEASURED_TYPES = {"bigint", "string", "double", "boolean"};

  private Objects() {}

  static Database database(String name) {
    return new Database(name, null, null, new HashMap<>());
  }

  /** The table that most rows are about: 20 columns, three partition keys if any. */
  static Table table(String name, boolean partitioned) {
    return table(DB, name, columns("column_", 20, TYPES), partitioned);
  }

  static Table table(String database, String name, List<FieldSchema> columns, boolean partitioned) {
    StorageDescriptor storage = new StorageDescriptor();
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
    table.setDbName(database);
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

  /** A table as a database with thousands of them has many. */
  static Table small(String database, int number) {
    return table(database, "small_" + number, columns("column_", 5, TYPES), false);
  }

  private static List<FieldSchema> columns(String prefix, int count, String[] types) {
    List<FieldSchema> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(new FieldSchema(prefix + i, types[i % types.length], "no " + i));
    }
    return columns;
  }

  /** The key `a` has a thousandth of the number, `b` a tenth, `c` the number itself. */
  static List<Partition> partitions(String table, int from, int to) {
    return partitions(table(table, true), from, to);
  }

  static List<Partition> partitions(Table table, int from, int to) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Partition partition = new Partition();
      partition.setDbName(table.getDbName());
      partition.setTableName(table.getTableName());
      partition.setValues(
          Arrays.asList(String.valueOf(i / 1000), String.valueOf(i / 10), String.valueOf(i)));
      StorageDescriptor storage = table.getSd().deepCopy();
      storage.unsetLocation();
      partition.setSd(storage);
      Map<String, String> parameters = new HashMap<>();
      parameters.put("numFiles", "1");
      parameters.put("totalSize", "1000");
      partition.setParameters(parameters);
      partitions.add(partition);
    }
    return partitions;
  }

  static String partitionName(int i) {
    return "a=" + i / 1000 + "/b=" + i / 10 + "/c=" + i;
  }

  static List<String> partitionNames(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(partitionName(i));
    }
    return names;
  }

  static void addPartitions(ThriftHiveMetastore.Client client, String table, int count)
      throws Exception {
    for (int from = 0; from < count; from += 1000) {
      client.add_partitions(partitions(table, from, Math.min(from + 1000, count)));
    }
  }

  // Statistics.

  /** A table with a set of columns for each question, because Apache's remembers its answers. */
  static Table measured(int questions) {
    return table(DB, "measured", columns("m", questions * ASKED, MEASURED_TYPES), true);
  }

  static List<String> asked(int question) {
    List<String> columns = new ArrayList<>();
    for (int i = question * ASKED; i < (question + 1) * ASKED; i++) {
      columns.add("m" + i);
    }
    return columns;
  }

  static List<ColumnStatistics> statistics(Table table, int from, int to) {
    List<ColumnStatistics> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ColumnStatisticsDesc about =
          new ColumnStatisticsDesc(false, table.getDbName(), table.getTableName());
      about.setPartName(partitionName(i));
      List<ColumnStatisticsObj> objects = new ArrayList<>();
      for (FieldSchema column : table.getSd().getCols()) {
        objects.add(
            new ColumnStatisticsObj(column.getName(), column.getType(), data(column.getType(), i)));
      }
      all.add(new ColumnStatistics(about, objects));
    }
    return all;
  }

  private static ColumnStatisticsData data(String type, int i) {
    switch (type) {
      case "bigint":
        LongColumnStatsData whole = new LongColumnStatsData(i % 7, 100 + i);
        whole.setLowValue(i);
        whole.setHighValue(1000L * i);
        return ColumnStatisticsData.longStats(whole);
      case "double":
        DoubleColumnStatsData real = new DoubleColumnStatsData(i % 7, 100 + i);
        real.setLowValue(i / 3.0);
        real.setHighValue(i * 3.0);
        return ColumnStatisticsData.doubleStats(real);
      case "boolean":
        return ColumnStatisticsData.booleanStats(new BooleanColumnStatsData(i, 2L * i, i % 7));
      default:
        return ColumnStatisticsData.stringStats(
            new StringColumnStatsData(100 + i, 10.5 + i % 3, i % 7, 100 + i));
    }
  }
}
