import java.io.PrintStream;
import java.util.Base64;
import java.util.Random;
import org.apache.hadoop.hive.common.ndv.NumDistinctValueEstimator;
import org.apache.hadoop.hive.common.ndv.NumDistinctValueEstimatorFactory;
import org.apache.hadoop.hive.common.ndv.fm.FMSketch;
import org.apache.hadoop.hive.common.ndv.hll.HyperLogLog;

/**
 * Writes sketches of distinct values as Hive does, and what Hive makes of two of them together: a line
 * has two sketches, the merged one and its estimate, separated by tabs, in Base64 but for the number.
 * The output is kept in metastore-server/catalog/src/statistics/sketch/samples.tsv.
 */
public class Sketches {
    private static final PrintStream OUT = System.out;

    public static void main(String[] args) {
        long[][] pairs = {{0, 0}, {1, 0}, {1, 1}, {5, 3}, {40, 90}, {120, 100}, {150, 30}, {200, 500}, {700, 700},
            {1500, 1}, {3000, 4000}, {20, 9000}, {30000, 10}, {100000, 250000}};
        for (long[] pair : pairs) {
            hll(HyperLogLog.builder().setSizeOptimized().build(), HyperLogLog.builder().setSizeOptimized().build(), pair);
            hll(HyperLogLog.builder().build(), HyperLogLog.builder().build(), pair);
        }
        hll(HyperLogLog.builder().setSizeOptimized().build(), HyperLogLog.builder().build(), new long[] {300, 5000});
        for (long[] pair : new long[][] {{0, 0}, {3, 5}, {100, 5000}, {20000, 7}}) {
            FMSketch one = new FMSketch(16);
            FMSketch other = new FMSketch(16);
            fill(one, other, pair);
            write(one, other);
        }
    }

    private static void hll(HyperLogLog one, HyperLogLog other, long[] pair) {
        fill(one, other, pair);
        write(one, other);
    }

    /** Half of what the smaller has is in the other, too. */
    private static void fill(NumDistinctValueEstimator one, NumDistinctValueEstimator other, long[] pair) {
        for (long n = 0; n < pair[0]; n++) {
            one.addToEstimator(n * 7919);
        }
        long from = pair[0] - Math.min(pair[0], pair[1]) / 2;
        for (long n = from; n < from + pair[1]; n++) {
            other.addToEstimator(n * 7919);
        }
    }

    private static void write(NumDistinctValueEstimator one, NumDistinctValueEstimator other) {
        byte[] first = one.serialize();
        byte[] second = other.serialize();
        NumDistinctValueEstimator merged = NumDistinctValueEstimatorFactory.getNumDistinctValueEstimator(first);
        merged.mergeEstimators(NumDistinctValueEstimatorFactory.getNumDistinctValueEstimator(second));
        long estimate = merged.estimateNumDistinctValues();
        OUT.println(text(first) + "\t" + text(second) + "\t" + text(merged.serialize()) + "\t" + estimate);
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
