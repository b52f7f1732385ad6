import java.util.Arrays;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.hadoop.hive.metastore.api.Table;

/** What leaves things as they were, in steps timed apart. */
final class Writes {
  private static final String DB = Objects.DB;
  private static final int TABLES = 1000;

  private Writes() {}

  static void partitions(Target[] targets, int rounds) throws Exception {
    for (Target target : targets) {
      target.client.create_table(Objects.table("written", true));
    }
    Timing add = new Timing("add_partitions(1,000)");
    Timing drop = new Timing("drop_partitions(1,000)");
    Timing table = new Timing("drop_table of 1,000 partitions");
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        Target target = targets[side];
        add.time(
            side, target, 1, t -> t.client.add_partitions(Objects.partitions("written", 0, 1000)));
        drop.time(side, target, 1, t -> t.client.drop_partitions_req(dropAll()));
        target.client.create_table(Objects.table("goner", true));
        target.client.add_partitions(Objects.partitions("goner", 0, 1000));
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
    DropPartitionsRequest request =
        new DropPartitionsRequest(
            DB, "written", RequestPartsSpec.names(Objects.partitionNames(1000)));
    request.setDeleteData(true);
    request.setNeedResult(false);
    return request;
  }

  /** With directories; each server drops what it made itself. */
  static void cascade(Target[] targets, int rounds) throws Exception {
    Timing timing = new Timing("drop_database, cascade over 1,000 tables");
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        Target target = targets[side];
        target.client.create_database(Objects.database("doomed"));
        target.inParallel(8, TABLES, (c, i) -> c.create_table(Objects.small("doomed", i)));
        timing.time(side, target, 1, t -> t.client.drop_database("doomed", true, true));
      }
    }
    timing.print();
  }

  static void renames(Target[] targets, int rounds) throws Exception {
    rename("rename of a managed table of 1,000 partitions", targets, rounds, false);
    rename("rename of an external table of 1,000 partitions", targets, rounds, true);
  }

  private static void rename(String what, Target[] targets, int rounds, boolean external)
      throws Exception {
    for (Target target : targets) {
      Table table = Objects.table("before", true);
      if (external) {
        table.setTableType("EXTERNAL_TABLE");
        table.getParameters().put("EXTERNAL", "TRUE");
      }
      target.client.create_table(table);
      target.client.add_partitions(Objects.partitions("before", 0, 1000));
    }
    Timing timing = new Timing(what);
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        String from = round % 2 == 0 ? "before" : "after";
        Table table = targets[side].client.get_table(DB, from);
        table.setTableName(round % 2 == 0 ? "after" : "before");
        timing.time(side, targets[side], 1, t -> t.client.alter_table(DB, from, table));
      }
    }
    timing.print();
    for (Target target : targets) {
      target.client.drop_table(DB, rounds % 2 == 0 ? "before" : "after", true);
    }
  }
}
