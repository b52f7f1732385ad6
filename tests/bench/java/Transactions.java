import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.CheckLockRequest;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;

/** Transactions and locks. */
final class Transactions {
  private static final int HELD = 100;

  private Transactions() {}

  static void cycles(Target[] targets, int rounds) throws Exception {
    Timing.compareWarm("open_txns and commit_txn", targets, rounds, 20, t -> commit(t, open(t)));
    Timing.compareWarm(
        "open, lock, commit of a write", targets, rounds, 20,
        t -> {
          long txn = open(t);
          LockComponent written = component(LockType.SHARED_READ, "written_" + txn % 100);
          written.setOperationType(DataOperationType.INSERT);
          written.setIsAcid(true);
          LockRequest request = request(written);
          request.setTxnid(txn);
          acquired(t.client.lock(request));
          commit(t, txn);
        });
    // As after a night of streaming: many are open.
    List<List<Long>> open = new ArrayList<>();
    for (Target target : targets) {
      open.add(target.client.open_txns(new OpenTxnRequest(HELD, "bench", "host")).getTxn_ids());
    }
    Timing.compareWarm(
        "get_open_txns, 100 of them", targets, rounds, 20,
        t -> Timing.expect(HELD, new ArrayList<>(t.client.get_open_txns().getOpen_txns())));
    for (int side = 0; side < 2; side++) {
      for (long txn : open.get(side)) {
        commit(targets[side], txn);
      }
    }
  }

  static void locks(Target[] targets, int rounds) throws Exception {
    Timing.compareWarm("lock, check_lock, unlock", targets, rounds, 20, Transactions::cycle);
    List<List<Long>> held = new ArrayList<>();
    for (Target target : targets) {
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < HELD; i++) {
        ids.add(acquired(target.client.lock(request(component(LockType.SHARED_READ, "held_" + i)))));
      }
      held.add(ids);
    }
    Timing.compareWarm("the same beside 100 locks", targets, rounds, 20, Transactions::cycle);
    for (int side = 0; side < 2; side++) {
      for (long id : held.get(side)) {
        targets[side].client.unlock(new UnlockRequest(id));
      }
    }
  }

  private static void cycle(Target target) throws Exception {
    LockRequest request = request(component(LockType.EXCLUSIVE, "locked"));
    request.addToComponent(component(LockType.SHARED_READ, "read"));
    long id = acquired(target.client.lock(request));
    target.client.check_lock(new CheckLockRequest(id));
    target.client.unlock(new UnlockRequest(id));
  }

  private static long open(Target target) throws Exception {
    return target.client.open_txns(new OpenTxnRequest(1, "bench", "host")).getTxn_ids().get(0);
  }

  private static void commit(Target target, long txn) throws Exception {
    target.client.commit_txn(new CommitTxnRequest(txn));
  }

  private static LockComponent component(LockType type, String table) {
    LockComponent component = new LockComponent(type, LockLevel.TABLE, Objects.DB);
    component.setTablename(table);
    component.setOperationType(DataOperationType.NO_TXN);
    return component;
  }

  private static LockRequest request(LockComponent component) {
    List<LockComponent> components = new ArrayList<>();
    components.add(component);
    return new LockRequest(components, "bench", "host");
  }

  private static long acquired(LockResponse response) {
    if (response.getState() != LockState.ACQUIRED) {
      throw new IllegalStateException("not acquired: " + response);
    }
    return response.getLockid();
  }
}
