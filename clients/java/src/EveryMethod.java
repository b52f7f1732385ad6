import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.EnumMetaData;
import org.apache.thrift.meta_data.FieldMetaData;
import org.apache.thrift.meta_data.FieldValueMetaData;
import org.apache.thrift.meta_data.ListMetaData;
import org.apache.thrift.meta_data.MapMetaData;
import org.apache.thrift.meta_data.SetMetaData;
import org.apache.thrift.meta_data.StructMetaData;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TSocket;

/**
 * Calls every method that a generation's generated client has, once with every field filled and once with as little as
 * the client lets through, and asks of each answer that it is a result or an exception the method declares.
 *
 * <p>Usage: {@code java EveryMethod HOST PORT MISSING.tsv LABEL [OUTCOMES]}. Methods named in MISSING.tsv must be
 * answered UNKNOWN_METHOD, and no others. Outcomes, one a line, go to the file OUTCOMES.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
public final class EveryMethod {
  /** Oneway, and the second ends the connection. */
  private static final Set<String> UNANSWERED = new HashSet<>(Arrays.asList("reinitialize", "shutdown"));

  /** Deeper structs stay empty: Table and CreationMetadata hold each other. */
  private static final int DEPTH = 4;

  private final String host;
  private final int port;
  private final Set<String> missing;
  private final Map<String, String> outcomes = new TreeMap<>();
  private TSocket socket;
  private ThriftHiveMetastore.Client client;
  private int passed;
  private int failed;

  private EveryMethod(String host, int port, Set<String> missing) {
    this.host = host;
    this.port = port;
    this.missing = missing;
  }

  public static void main(String[] arguments) throws Exception {
    Set<String> missing = new HashSet<>();
    for (String line : Files.readAllLines(Paths.get(arguments[2]))) {
      missing.add(line.split("\t")[0]);
    }
    EveryMethod driver = new EveryMethod(arguments[0], Integer.parseInt(arguments[1]), missing);
    driver.run();
    if (arguments.length > 4) {
      try (PrintStream out = new PrintStream(arguments[4])) {
        driver.outcomes.forEach((call, outcome) -> out.println(call + "\t" + outcome));
      }
    }
    System.out.printf("%s: %d passed, %d failed%n", arguments[3], driver.passed, driver.failed);
    System.exit(driver.failed == 0 ? 0 : 1);
  }

  private void run() throws Exception {
    connect();
    Map<String, Method> methods = new TreeMap<>();
    for (Method method : ThriftHiveMetastore.Iface.class.getMethods()) {
      methods.put(method.getName(), method);
    }
    for (Method method : methods.values()) {
      if (!UNANSWERED.contains(method.getName())) {
        for (boolean filled : new boolean[] {true, false}) {
          world();
          judge(method, filled);
        }
      }
    }
  }

  private void connect() throws Exception {
    if (socket != null) {
      socket.close();
    }
    socket = new TSocket(host, port, 30_000);
    socket.open();
    client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
  }

  /** The objects that names are filled with; some calls take them away. */
  private void world() throws Exception {
    try {
      client.get_database("every");
    } catch (Exception gone) {
      client.create_database(new Database("every", "", null, new HashMap<>()));
    }
    if (!client.get_all_tables("every").contains("t")) {
      client.create_table(table());
    }
    if (client.get_partition_names("every", "t", (short) -1).isEmpty()) {
      Partition partition = new Partition();
      partition.setDbName("every");
      partition.setTableName("t");
      partition.setValues(Collections.singletonList("1"));
      partition.setSd(table().getSd());
      client.add_partition(partition);
    }
  }

  private static Table table() {
    StorageDescriptor storage = new StorageDescriptor();
    storage.setCols(Collections.singletonList(new FieldSchema("c", "string", "")));
    storage.setSerdeInfo(new SerDeInfo("", "lib", new HashMap<>()));
    Table table = new Table();
    table.setDbName("every");
    table.setTableName("t");
    table.setTableType("EXTERNAL_TABLE");
    table.setParameters(new HashMap<>(Collections.singletonMap("EXTERNAL", "TRUE")));
    table.setPartitionKeys(Collections.singletonList(new FieldSchema("p", "string", "")));
    table.setSd(storage);
    return table;
  }

  private void judge(Method method, boolean filled) throws Exception {
    String call = method.getName() + (filled ? "" : " (nothing filled)");
    String outcome = call(method, filled);
    outcomes.put(call, outcome);
    boolean absent = missing.contains(method.getName());
    boolean good = absent ? outcome.startsWith("unknown") || outcome.startsWith("unsendable") : !outcome.startsWith("unknown");
    if (good && !outcome.startsWith("broken")) {
      passed++;
    } else {
      failed++;
      System.out.println("FAIL " + call + ": " + outcome);
    }
  }

  private String call(Method method, boolean filled) throws Exception {
    try {
      method.invoke(client, filled ? arguments(method) : nothing(method));
      return "result";
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      if (cause instanceof TBase) {
        return "declared " + cause.getClass().getSimpleName() + ": " + firstLine(cause);
      }
      if (cause instanceof TApplicationException) {
        TApplicationException refusal = (TApplicationException) cause;
        switch (refusal.getType()) {
          case TApplicationException.UNKNOWN_METHOD:
            return "unknown";
          case TApplicationException.MISSING_RESULT:
            // The answer held null, which Java's own server sends as well.
            return "result";
          default:
            // All that a method can say which declares no exception for it.
            boolean declares = Arrays.asList(method.getExceptionTypes()).contains(MetaException.class);
            return (declares ? "broken " : "refused ") + firstLine(cause);
        }
      }
      connect();
      boolean unsent = cause instanceof TProtocolException || cause instanceof NullPointerException;
      for (StackTraceElement frame : cause.getStackTrace()) {
        unsent &= !frame.getMethodName().startsWith("recv_");
      }
      return (unsent ? "unsendable " : "broken ") + firstLine(cause);
    }
  }

  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown).split("\n")[0];
  }

  private static Object[] nothing(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = types[i] == boolean.class ? Boolean.FALSE : number(types[i], 0);
    }
    return arguments;
  }

  private static Object number(Class<?> type, int value) {
    return type == short.class ? (Object) (short) value
        : type == int.class ? (Object) value
        : type == long.class ? (Object) (long) value
        : null;
  }

  /** The arguments' struct knows their names, which signatures do not. */
  private static Object[] arguments(Method method) throws Exception {
    TBase struct = (TBase) Class.forName(method.getDeclaringClass().getName().replace("$Iface", "$" + method.getName() + "_args"))
        .getConstructor().newInstance();
    List<Object> arguments = new ArrayList<>();
    for (Map.Entry<TFieldIdEnum, FieldMetaData> field : fields(struct.getClass()).entrySet()) {
      arguments.add(value(method.getName(), field.getValue().fieldName, field.getValue().valueMetaData, DEPTH));
    }
    return arguments.toArray();
  }

  private static Map<TFieldIdEnum, FieldMetaData> fields(Class<?> struct) throws Exception {
    Map<TFieldIdEnum, FieldMetaData> fields = (Map) struct.getField("metaDataMap").get(null);
    // The map is sorted by the enum's order, which is that of the declaration.
    return fields;
  }

  private static Object value(String method, String field, FieldValueMetaData of, int depth) throws Exception {
    switch (of.type) {
      case TType.BOOL:
        return field.startsWith("ifNot") || field.startsWith("ifExists");
      case TType.BYTE:
        return (byte) 1;
      case TType.I16:
        return (short) 10;
      case TType.I32:
        return of instanceof EnumMetaData ? ((EnumMetaData) of).enumClass.getEnumConstants()[0] : (Object) 10;
      case TType.ENUM:
        return ((EnumMetaData) of).enumClass.getEnumConstants()[0];
      case TType.I64:
        return 1L;
      case TType.DOUBLE:
        return 1.0;
      case TType.STRING:
        return of.isBinary() ? (Object) ByteBuffer.wrap("p = \"1\"".getBytes(StandardCharsets.UTF_8)) : text(method, field);
      case TType.LIST:
        FieldValueMetaData element = ((ListMetaData) of).elemMetaData;
        return deep(element, depth) ? new ArrayList<>() : new ArrayList<>(Arrays.asList(value(method, field, element, depth)));
      case TType.SET:
        return new HashSet<>(Arrays.asList(value(method, field, ((SetMetaData) of).elemMetaData, depth)));
      case TType.MAP:
        MapMetaData map = (MapMetaData) of;
        return deep(map.valueMetaData, depth)
            ? new HashMap<>()
            : new HashMap<>(Collections.singletonMap(
                value(method, "key", map.keyMetaData, depth), value(method, field, map.valueMetaData, depth)));
      case TType.STRUCT:
        return struct(method, struct(of), depth - 1);
      default:
        throw new IllegalStateException("a value of type " + of.type);
    }
  }

  /** A struct that was used before it was declared is known by its name only. */
  private static Class<? extends TBase> struct(FieldValueMetaData of) throws Exception {
    return of instanceof StructMetaData
        ? ((StructMetaData) of).structClass
        : (Class<? extends TBase>) Class.forName(Table.class.getPackage().getName() + "." + of.getTypedefName());
  }

  private static boolean deep(FieldValueMetaData of, int depth) {
    return of.type == TType.STRUCT && depth <= 1;
  }

  private static Object struct(String method, Class<? extends TBase> type, int depth) throws Exception {
    TBase struct = type.getConstructor().newInstance();
    boolean union = org.apache.thrift.TUnion.class.isAssignableFrom(type);
    for (Map.Entry<TFieldIdEnum, FieldMetaData> field : fields(type).entrySet()) {
      FieldValueMetaData of = field.getValue().valueMetaData;
      boolean needed = field.getValue().requirementType == org.apache.thrift.TFieldRequirementType.REQUIRED || union;
      if (deep(of, depth) && !needed) {
        continue;
      }
      struct.setFieldValue(field.getKey(), value(method, field.getValue().fieldName, of, depth));
      if (union) {
        break;
      }
    }
    return struct;
  }

  private static String text(String method, String field) {
    String name = field.toLowerCase().replace("_", "");
    if (name.contains("pattern")) {
      return "*";
    }
    if (name.contains("cat")) {
      return "hive";
    }
    if (name.contains("partname") || name.contains("partitionname")) {
      return "p=1";
    }
    if (name.contains("val")) {
      return "1";
    }
    if (name.contains("tbl") || name.contains("tab") || name.equals("names")) {
      return "t";
    }
    if (name.contains("filter")) {
      return "p = \"1\"";
    }
    if (name.contains("col") || name.equals("fieldname")) {
      return "c";
    }
    if (name.contains("type")) {
      return "string";
    }
    if (name.contains("location") || name.contains("uri")) {
      return "file:/tmp/every";
    }
    return "every";
  }
}
