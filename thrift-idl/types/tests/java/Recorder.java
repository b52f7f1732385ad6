import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.hive.metastore.api.*;
import org.apache.thrift.TBase;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.*;

/**
 * Writes the recordings beside this file, with Hive 2.3.9's classes:
 * java -cp 'pyspark/jars/*' Recorder.java FOLDER
 *
 * Maps have one pair, or pairs whose order in a HashMap is alphabetical: Hive copies some maps.
 */
public class Recorder {
  static Path folder;

  static void bytes(String name, TBase<?, ?> value) throws Exception {
    Files.write(folder.resolve(name + ".binary"), new TSerializer(new TBinaryProtocol.Factory()).serialize(value));
    Files.write(folder.resolve(name + ".compact"), new TSerializer(new TCompactProtocol.Factory()).serialize(value));
  }

  static void all(String name, TBase<?, ?> value) throws Exception {
    bytes(name, value);
    Files.write(folder.resolve(name + ".json"), new TSerializer(new TJSONProtocol.Factory()).serialize(value));
  }

  /** Every ASCII character, and some of two, three and four bytes. */
  static String odd() {
    StringBuilder odd = new StringBuilder();
    for (int c = 0; c < 128; c++) {
      odd.append((char) c);
    }
    return odd.append("é größe 蜂 \uD83D\uDC1D \u2028 </script>").toString();
  }

  static StorageDescriptor descriptor() {
    SerDeInfo serde = new SerDeInfo("s", "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
        new HashMap<>(Map.of("field.delim", "\u0001")));
    List<FieldSchema> columns = Arrays.asList(new FieldSchema("id", "bigint", null),
        new FieldSchema("naïve", "struct<a:int,b:array<string>>", odd()));
    return new StorageDescriptor(columns, "file:///warehouse/sales.db/orders", "in", "out", true, -1, serde,
        Arrays.asList("id"), Arrays.asList(new Order("id", 1)), new HashMap<>(Map.of("k", "v")));
  }

  static Table table() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("EXTERNAL", "TRUE");
    parameters.put("odd", odd());
    parameters.put("transient_lastDdlTime", "1700000000");
    Table table = new Table("orders", "sales", "alice", 1700000000, 0, Integer.MIN_VALUE, descriptor(),
        Arrays.asList(new FieldSchema("ds", "string", "day")), parameters, "select \"x\"", null, "EXTERNAL_TABLE");
    table.setTemporary(false);
    table.setRewriteEnabled(true);
    PrincipalPrivilegeSet privileges = new PrincipalPrivilegeSet();
    privileges.putToUserPrivileges("alice",
        Arrays.asList(new PrivilegeGrantInfo("SELECT", 7, "bob", PrincipalType.USER, true)));
    table.setPrivileges(privileges);
    return table;
  }

  static Partition partition() {
    SkewedInfo skewed =
        new SkewedInfo(Arrays.asList("id"), Arrays.asList(Arrays.asList("1"), Arrays.asList("2")), new HashMap<>());
    skewed.getSkewedColValueLocationMaps().put(Arrays.asList("1"), "file:///skew");
    StorageDescriptor descriptor = descriptor();
    descriptor.setSkewedInfo(skewed);
    descriptor.setStoredAsSubDirectories(true);
    return new Partition(Arrays.asList("2026-11-21", "", "a/b=c"), "sales", "orders", 1, 2, descriptor,
        new HashMap<>(Map.of("numRows", "5")));
  }

  static ColumnStatistics statistics() {
    double[] values = {0.0, -0.0, 0.1, 1e7, 9999999.0, 0.001, 9.99e-4, 123456789.125, 1e21, 3.3333333333333335,
        -1.5e300, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    List<ColumnStatisticsObj> columns = new ArrayList<>();
    for (double value : values) {
      DoubleColumnStatsData stats = new DoubleColumnStatsData(3, Long.MIN_VALUE);
      stats.setLowValue(value);
      stats.setHighValue(value);
      columns.add(new ColumnStatisticsObj("c", "double", ColumnStatisticsData.doubleStats(stats)));
    }
    ColumnStatisticsDesc description = new ColumnStatisticsDesc(false, "sales", "orders");
    description.setPartName("ds=1");
    description.setLastAnalyzed(5);
    return new ColumnStatistics(description, columns);
  }

  static DecimalColumnStatsData decimal() {
    DecimalColumnStatsData stats = new DecimalColumnStatsData(1, 2);
    stats.setLowValue(new Decimal(ByteBuffer.wrap(new byte[] {-128, 0, 127, 1}), (short) -3));
    stats.setHighValue(new Decimal(ByteBuffer.wrap(new byte[] {}), Short.MAX_VALUE));
    return stats;
  }

  public static void main(String[] arguments) throws Exception {
    folder = Path.of(arguments[0]);
    all("table", table());
    all("partition", partition());
    all("statistics", statistics());
    bytes("decimal", decimal());
    all("function", new Function("f", "sales", "com.acme.F", "alice", PrincipalType.ROLE, 3, FunctionType.JAVA,
        Arrays.asList(new ResourceUri(ResourceType.JAR, "s3://b/j.jar"))));
    all("heartbeat",
        new HeartbeatTxnRangeResponse(new TreeSet<>(Arrays.asList(1L, -1L, Long.MAX_VALUE)), new TreeSet<>()));
  }
}
