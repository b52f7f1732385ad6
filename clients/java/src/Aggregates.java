import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.hive.common.ndv.hll.HyperLogLog;
import org.apache.hadoop.hive.metastore.api.BinaryColumnStatsData;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Timestamp;
import org.apache.hadoop.hive.metastore.api.TimestampColumnStatsData;
import org.apache.hadoop.hive.metastore.columnstats.aggr.ColumnStatsAggregatorFactory;
import org.apache.hadoop.hive.metastore.utils.MetaStoreServerUtils.ColStatsObjWithSourceInfo;

/**
 * Writes statistics of partitions and what Hive's aggregators make of them. A line `case` has the kind, whether
 * the density function is on, the tuner and the number of partitions asked for; a line `part` follows for each
 * partition with statistics, its place first, and a line `all` with Hive's answer. Values are: low, high, nulls,
 * distinct values, average length, longest, trues, falses, sketch in Base64; `-` where there is none.
 * The output is kept in metastore-server/catalog/src/statistics/aggregate/samples-4.0.1.tsv.
 */
public class Aggregates {
    private static final PrintStream OUT = System.out;
    private static final Random RANDOM = new Random(20);
    private static final String[] KINDS =
        {"long", "double", "decimal", "date", "timestamp", "string", "boolean", "binary"};

    public static void main(String[] args) throws Exception {
        for (String kind : KINDS) {
            for (boolean density : new boolean[] {false, true}) {
                // All partitions, some of them, and one.
                one(kind, density, 0.0, 5, 5, 0);
                one(kind, density, 0.3, 3, 3, 0);
                one(kind, density, 0.0, 9, 4, 0);
                one(kind, density, 0.7, 20, 17, 0);
                one(kind, density, 0.5, 4, 1, 0);
            }
            one(kind, false, 0.0, 4, 4, 10);
            one(kind, true, 0.5, 9, 6, 10);
            one(kind, false, 0.0, 12, 7, 10);
        }
        one("long", false, 0.0, 3, 3, 14);
        one("string", false, 0.0, 6, 4, 14);
    }

    private static void one(String kind, boolean density, double tuner, int asked, int found, int indexBits)
            throws Exception {
        List<String> names = new ArrayList<>();
        for (int n = 0; n < asked; n++) {
            names.add(String.format("p=%05d", n));
        }
        List<Integer> places = new ArrayList<>();
        for (int n = 0; n < asked; n++) {
            if (RANDOM.nextInt(asked - n) < found - places.size()) {
                places.add(n);
            }
        }
        OUT.println("case\t" + kind + "\t" + density + "\t" + tuner + "\t" + asked);
        List<ColStatsObjWithSourceInfo> parts = new ArrayList<>();
        for (int place : places) {
            ColumnStatisticsObj object = new ColumnStatisticsObj("c", kind, random(kind, indexBits));
            OUT.println("part\t" + place + "\t" + values(object.getStatsData()));
            parts.add(new ColStatsObjWithSourceInfo(object, "hive", "d", "t", names.get(place)));
        }
        ColumnStatisticsData._Fields field = parts.get(0).getColStatsObj().getStatsData().getSetField();
        ColumnStatisticsObj all = ColumnStatsAggregatorFactory.getColumnStatsAggregator(field, density, tuner)
            .aggregate(parts, names, found == asked);
        OUT.println("all\t" + values(all.getStatsData()));
    }

    private static ColumnStatisticsData random(String kind, int indexBits) {
        long nulls = RANDOM.nextInt(1000);
        long distincts = 1 + RANDOM.nextInt(1000000);
        double average = RANDOM.nextInt(100000) / 1000.0;
        long longest = 100 + RANDOM.nextInt(100000);
        ByteBuffer sketch = indexBits == 0 ? null : ByteBuffer.wrap(sketch(indexBits));
        ColumnStatisticsData data = new ColumnStatisticsData();
        switch (kind) {
            case "long": {
                LongColumnStatsData stats = new LongColumnStatsData(nulls, distincts);
                long low = RANDOM.nextInt(1000000) - 500000;
                stats.setLowValue(low);
                stats.setHighValue(low + RANDOM.nextInt(3000000));
                stats.setBitVectors(sketch);
                data.setLongStats(stats);
                break;
            }
            case "double": {
                DoubleColumnStatsData stats = new DoubleColumnStatsData(nulls, distincts);
                double low = RANDOM.nextDouble() * 1000 - 500;
                stats.setLowValue(low);
                stats.setHighValue(low + RANDOM.nextDouble() * 3000);
                stats.setBitVectors(sketch);
                data.setDoubleStats(stats);
                break;
            }
            case "decimal": {
                DecimalColumnStatsData stats = new DecimalColumnStatsData(nulls, distincts);
                stats.setLowValue(decimal(1 + RANDOM.nextInt(40)));
                stats.setHighValue(decimal(41 + RANDOM.nextInt(60)));
                stats.setBitVectors(sketch);
                data.setDecimalStats(stats);
                break;
            }
            case "date": {
                DateColumnStatsData stats = new DateColumnStatsData(nulls, distincts);
                int low = RANDOM.nextInt(20000);
                stats.setLowValue(new Date(low));
                stats.setHighValue(new Date(low + RANDOM.nextInt(20000)));
                stats.setBitVectors(sketch);
                data.setDateStats(stats);
                break;
            }
            case "timestamp": {
                TimestampColumnStatsData stats = new TimestampColumnStatsData(nulls, distincts);
                long low = RANDOM.nextInt(2000000000);
                stats.setLowValue(new Timestamp(low));
                stats.setHighValue(new Timestamp(low + RANDOM.nextInt(2000000000)));
                stats.setBitVectors(sketch);
                data.setTimestampStats(stats);
                break;
            }
            case "string": {
                StringColumnStatsData stats = new StringColumnStatsData(longest, average, nulls, distincts);
                stats.setBitVectors(sketch);
                data.setStringStats(stats);
                break;
            }
            case "boolean":
                data.setBooleanStats(new BooleanColumnStatsData(longest, distincts, nulls));
                break;
            default:
                data.setBinaryStats(new BinaryColumnStatsData(longest, average, nulls));
        }
        return data;
    }

    /** Hive compares the bytes one by one and with their signs: only of such decimals it knows the order. */
    private static Decimal decimal(int first) {
        Decimal decimal = new Decimal();
        decimal.setScale((short) 2);
        decimal.setUnscaled(new byte[] {(byte) first, (byte) RANDOM.nextInt(128), (byte) RANDOM.nextInt(128)});
        return decimal;
    }

    /** Of some of the numbers below 4,000, so that partitions have some in common. */
    private static byte[] sketch(int indexBits) {
        HyperLogLog sketch = HyperLogLog.builder().setNumRegisterIndexBits(indexBits).build();
        int values = 1 + RANDOM.nextInt(3000);
        for (int n = 0; n < values; n++) {
            sketch.addLong(RANDOM.nextInt(4000) * 7919L);
        }
        return sketch.serialize();
    }

    private static String values(ColumnStatisticsData data) {
        switch (data.getSetField()) {
            case LONG_STATS: {
                LongColumnStatsData d = data.getLongStats();
                return bounded(d.getLowValue(), d.getHighValue(), d.getNumNulls(), d.getNumDVs(), d.getBitVectors());
            }
            case DOUBLE_STATS: {
                DoubleColumnStatsData d = data.getDoubleStats();
                return bounded(d.getLowValue(), d.getHighValue(), d.getNumNulls(), d.getNumDVs(), d.getBitVectors());
            }
            case DECIMAL_STATS: {
                DecimalColumnStatsData d = data.getDecimalStats();
                return bounded(plain(d.getLowValue()), plain(d.getHighValue()), d.getNumNulls(), d.getNumDVs(),
                    d.getBitVectors());
            }
            case DATE_STATS: {
                DateColumnStatsData d = data.getDateStats();
                return bounded(d.getLowValue().getDaysSinceEpoch(), d.getHighValue().getDaysSinceEpoch(),
                    d.getNumNulls(), d.getNumDVs(), d.getBitVectors());
            }
            case TIMESTAMP_STATS: {
                TimestampColumnStatsData d = data.getTimestampStats();
                return bounded(d.getLowValue().getSecondsSinceEpoch(), d.getHighValue().getSecondsSinceEpoch(),
                    d.getNumNulls(), d.getNumDVs(), d.getBitVectors());
            }
            case STRING_STATS: {
                StringColumnStatsData d = data.getStringStats();
                return line("-", "-", d.getNumNulls(), d.getNumDVs(), d.getAvgColLen(), d.getMaxColLen(), "-", "-",
                    text(d.getBitVectors()));
            }
            case BOOLEAN_STATS: {
                BooleanColumnStatsData d = data.getBooleanStats();
                return line("-", "-", d.getNumNulls(), "-", "-", "-", d.getNumTrues(), d.getNumFalses(), "-");
            }
            default: {
                BinaryColumnStatsData d = data.getBinaryStats();
                return line("-", "-", d.getNumNulls(), "-", d.getAvgColLen(), d.getMaxColLen(), "-", "-", "-");
            }
        }
    }

    private static String bounded(Object low, Object high, long nulls, long distincts, byte[] sketch) {
        return line(low, high, nulls, distincts, "-", "-", "-", "-", text(sketch));
    }

    private static String line(Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(value.toString());
        }
        return String.join("\t", texts);
    }

    private static String plain(Decimal decimal) {
        return new BigDecimal(new BigInteger(decimal.getUnscaled()), decimal.getScale()).toPlainString();
    }

    private static String text(byte[] bytes) {
        return bytes == null || bytes.length == 0 ? "-" : Base64.getEncoder().encodeToString(bytes);
    }
}
