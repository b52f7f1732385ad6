import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;

/** One server, and a connection to it. */
final class Target {
  final int port;
  final String pid;
  final ThriftHiveMetastore.Client client;

  /** {@code PORT} or {@code PORT:PID}. */
  Target(String portAndPid) throws Exception {
    String[] parts = portAndPid.split(":");
    port = Integer.parseInt(parts[0]);
    pid = parts.length > 1 ? parts[1] : null;
    client = connect();
    // Who says nothing at all is soon hung up on.
    client.getStatus();
  }

  ThriftHiveMetastore.Client connect() throws Exception {
    TSocket socket = new TSocket("127.0.0.1", port, 600_000);
    socket.open();
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  /** CPU time used so far, in milliseconds; the kernel counts hundredths of a second. */
  double cpu() throws Exception {
    String stat = new String(Files.readAllBytes(new File("/proc/" + pid + "/stat").toPath()));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return 10.0 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  /** A line of the kernel's about the process: {@code VmRSS} now, {@code VmHWM} at most. */
  long kilobytes(String what) throws Exception {
    for (String line : Files.readAllLines(new File("/proc/" + pid + "/status").toPath())) {
      if (line.startsWith(what + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  /** Forgets the most memory so far, so that VmHWM is about what comes. */
  void resetPeak() throws Exception {
    Files.write(new File("/proc/" + pid + "/clear_refs").toPath(), "5".getBytes());
  }

  interface Numbered {
    void run(ThriftHiveMetastore.Client client, int number) throws Exception;
  }

  /** The numbers up to {@code count}, each once, on connections of their own. */
  void inParallel(int connections, int count, Numbered work) throws Exception {
    List<ThriftHiveMetastore.Client> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      clients.add(connect());
    }
    inParallel(clients, count, work);
    for (ThriftHiveMetastore.Client client : clients) {
      client.getInputProtocol().getTransport().close();
    }
  }

  /** The same on connections that are there. */
  static void inParallel(List<ThriftHiveMetastore.Client> clients, int count, Numbered work)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Exception> problem = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (ThriftHiveMetastore.Client client : clients) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    work.run(client, i);
                  }
                } catch (Exception e) {
                  problem.set(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (problem.get() != null) {
      throw problem.get();
    }
  }
}
