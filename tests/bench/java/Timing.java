import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The two servers' times for one thing. */
final class Timing {
  interface Call {
    void on(Target target) throws Exception;
  }

  private static final double WARM_MILLIS = 1500;

  private final String what;
  private final List<List<Double>> millis = Arrays.asList(new ArrayList<>(), new ArrayList<>());
  private final double[] cpu = new double[2];
  private final String[] problem = new String[2];

  Timing(String what) {
    this.what = what;
  }

  /** A call measured in turn on both, so many times a round; and printed. */
  static void compare(String what, Target[] targets, int rounds, int calls, Call call)
      throws Exception {
    Timing timing = new Timing(what);
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        timing.time(side, targets[side], calls, call);
      }
    }
    timing.print();
  }

  /** The same after a while of calls that are not counted: Java compiles what it does often. */
  static void compareWarm(String what, Target[] targets, int rounds, int calls, Call call)
      throws Exception {
    Timing unseen = new Timing(what);
    for (int side = 0; side < 2; side++) {
      long end = System.nanoTime() + (long) (WARM_MILLIS * 1e6);
      do {
        unseen.time(side, targets[side], calls, call);
      } while (unseen.problem[side] == null && System.nanoTime() < end);
    }
    compare(what, targets, rounds, calls, call);
  }

  static void expect(int count, List<?> found) {
    if (found.size() != count) {
      throw new IllegalStateException("expected " + count + ", found " + found.size());
    }
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
      Collections.sort(times);
      System.out.printf("\t%.3f\t%.3f", times.get(times.size() / 2), cpu[side] / times.size());
    }
    System.out.println();
  }
}
