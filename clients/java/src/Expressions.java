import java.io.PrintStream;
import java.lang.reflect.Method;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.ql.exec.FunctionRegistry;
import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDF;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/**
 * Writes partition expressions as Hive's own query processor does, one a line: what it means in the
 * language of partition filters (or ? where that cannot say it), a tab, the bytes in Base64. The
 * output for each version is kept in metastore-server/catalog/src/kryo/samples.
 */
public class Expressions {
    private static final TypeInfo STRING = TypeInfoFactory.stringTypeInfo;
    private static final TypeInfo INT = TypeInfoFactory.intTypeInfo;
    private static final TypeInfo BIGINT = TypeInfoFactory.longTypeInfo;
    private static final TypeInfo DATE = TypeInfoFactory.dateTypeInfo;
    private static final TypeInfo TIMESTAMP = TypeInfoFactory.timestampTypeInfo;
    private static final TypeInfo BOOLEAN = TypeInfoFactory.booleanTypeInfo;

    private static PrintStream out = System.out;

    private static boolean initialized;

    public static void main(String[] args) throws Exception {
        samples();
        initialized = true;
        samples();
    }

    private static void samples() throws Exception {
        ExprNodeDesc ds = column(STRING, "ds");
        ExprNodeDesc hr = column(INT, "hr");
        ExprNodeDesc big = column(BIGINT, "big");
        ExprNodeDesc day = column(DATE, "day");
        ExprNodeDesc at = column(TIMESTAMP, "at");
        write("ds = 'a'", call("=", ds, text("a")));
        write("ds = 'a'", call("=", text("a"), ds));
        write("ds != 'it''s'".replace("''", "\\'"), call("<>", ds, text("it's")));
        write("ds < '\u00f6\u20ac\uD83D\uDE00'", call("<", ds, text("\u00f6\u20ac\uD83D\uDE00")));
        write("ds = ''", call("=", ds, text("")));
        write("ds = 'x'", call("=", ds, text("x")));
        write("hr > 5", call(">", hr, number(5)));
        write("hr < 5", call(">", number(5), hr));
        write("hr <= -2147483648", call("<=", hr, number(Integer.MIN_VALUE)));
        write("hr >= 2147483647", call(">=", hr, number(Integer.MAX_VALUE)));
        write("big = 9223372036854775807", call("=", big, constant(BIGINT, Long.MAX_VALUE)));
        write("big = -64", call("=", big, constant(BIGINT, -64L)));
        write("hr = 3", call("=", hr, constant(TypeInfoFactory.shortTypeInfo, (short) 3)));
        write("hr = 3", call("=", hr, constant(TypeInfoFactory.byteTypeInfo, (byte) 3)));
        write("day = '2020-02-29'", call("=", day, date("2020-02-29")));
        write("day >= '1969-12-31'", call(">=", day, date("1969-12-31")));
        write("at = '2020-02-29 10:20:30'", call("=", at, timestamp("2020-02-29 10:20:30")));
        write("at > '2020-02-29 10:20:30.5'", call(">", at, timestamp("2020-02-29 10:20:30.5")));
        write("ds = 'a' and hr = 1", call("and", call("=", ds, text("a")), call("=", hr, number(1))));
        write("ds = 'a' or hr = 1 or hr = 2",
            call("or", call("=", ds, text("a")), call("or", call("=", hr, number(1)), call("=", hr, number(2)))));
        write("ds = 'a' and (hr = 1 or hr > 7)",
            call("and", call("=", ds, text("a")), call("or", call("=", hr, number(1)), call(">", hr, number(7)))));
        write("ds = 'a' and hr = 1 and big = 2",
            call("and", call("=", ds, text("a")), call("=", hr, number(1)), call("=", big, constant(BIGINT, 2L))));
        write("ds in ('a', 'b', 'c')", call("in", ds, text("a"), text("b"), text("c")));
        write("hr in (1, 2)", call("in", hr, number(1), number(2)));
        write("hr not in (1, 2)", call("not", call("in", hr, number(1), number(2))));
        write("ds not in ('a')", call("not", call("in", ds, text("a"))));
        write("hr between 1 and 5", call("between", constant(BOOLEAN, Boolean.FALSE), hr, number(1), number(5)));
        write("hr not between 1 and 5", call("between", constant(BOOLEAN, Boolean.TRUE), hr, number(1), number(5)));
        write("ds between 'a' and 'b'", call("between", constant(BOOLEAN, Boolean.FALSE), ds, text("a"), text("b")));
        write("day between '2020-01-01' and '2020-12-31'",
            call("between", constant(BOOLEAN, Boolean.FALSE), day, date("2020-01-01"), date("2020-12-31")));
        write("name = 'x'", call("=", column(TypeInfoFactory.getVarcharTypeInfo(10), "name"),
            constant(TypeInfoFactory.getVarcharTypeInfo(10), new HiveVarchar("x", 10))));
        write("ds != 'a'", call("not", call("=", ds, text("a"))));
        write("ds != 'a' or hr >= 5",
            call("not", call("and", call("=", ds, text("a")), call("<", hr, number(5)))));
        write("null ds", call("isnull", ds));
        write("not null hr", call("isnotnull", hr));
        write("(ds = 'a' and hr = 1) or (ds = 'b' and hr = 2)",
            call("in", call("struct", ds, hr), call("struct", text("a"), number(1)), call("struct", text("b"), number(2))));
        write("(ds = 'a' and hr = 1) or (ds = 'b' and hr = 2)", call("in", call("struct", ds, hr), pair("a", 1), pair("b", 2)));
        write("all", constant(BOOLEAN, Boolean.TRUE), ds);
        write("none", constant(BOOLEAN, Boolean.FALSE), ds);
        write("?", call("=", call("upper", ds), text("A")));
        write("?", call("=", ds, constant(STRING, null)));
        write("?", call("=", call("abs", hr), number(5)));
        write("?", call("=", hr, big));
        write("ds like 'a%'", call("like", ds, text("a%")));
        write("?", call("=", call("double", ds), constant(TypeInfoFactory.doubleTypeInfo, 1.5)));
        write("?", call("=", column(TypeInfoFactory.getDecimalTypeInfo(10, 2), "price"), number(1)));
    }

    private static ExprNodeDesc column(TypeInfo type, String name) {
        return new ExprNodeColumnDesc(type, name, "t", true);
    }

    private static ExprNodeDesc constant(TypeInfo type, Object value) {
        return new ExprNodeConstantDesc(type, value);
    }

    private static ExprNodeDesc text(String value) {
        return constant(STRING, value);
    }

    private static ExprNodeDesc number(int value) {
        return constant(INT, value);
    }

    /** A struct of constants folded into one, as Hive's optimizer leaves it. */
    private static ExprNodeDesc pair(String ds, int hr) {
        TypeInfo type = TypeInfoFactory.getStructTypeInfo(Arrays.asList("col1", "col2"), Arrays.asList(STRING, INT));
        return constant(type, new ArrayList<Object>(Arrays.<Object>asList(ds, hr)));
    }

    /** Hive's own classes for days and times are newer than 2.3. */
    private static ExprNodeDesc date(String day) throws Exception {
        Object value = own("org.apache.hadoop.hive.common.type.Date", day);
        return constant(DATE, value == null ? Date.valueOf(day) : value);
    }

    private static ExprNodeDesc timestamp(String time) throws Exception {
        Object value = own("org.apache.hadoop.hive.common.type.Timestamp", time);
        return constant(TIMESTAMP, value == null ? Timestamp.valueOf(time) : value);
    }

    private static Object own(String name, String text) throws Exception {
        try {
            return Class.forName(name).getMethod("valueOf", String.class).invoke(null, text);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static ExprNodeDesc call(String name, ExprNodeDesc... children) throws Exception {
        GenericUDF function = FunctionRegistry.getFunctionInfo(name).getGenericUDF();
        List<ExprNodeDesc> arguments = new ArrayList<>(Arrays.asList(children));
        TypeInfo type = name.equals("struct") ? structOf(arguments) : BOOLEAN;
        if (name.equals("upper")) {
            type = STRING;
        }
        // As pruning makes them; dropping partitions makes them without asking the function.
        return initialized
            ? ExprNodeGenericFuncDesc.newInstance(function, name, arguments)
            : new ExprNodeGenericFuncDesc(type, function, name, arguments);
    }

    private static TypeInfo structOf(List<ExprNodeDesc> children) {
        List<String> names = new ArrayList<>();
        List<TypeInfo> types = new ArrayList<>();
        for (ExprNodeDesc child : children) {
            names.add("col" + (names.size() + 1));
            types.add(child.getTypeInfo());
        }
        return TypeInfoFactory.getStructTypeInfo(names, types);
    }

    /** Only a function can be sent: a constant is sent as itself and something that changes nothing. */
    private static void write(String meaning, ExprNodeDesc constant, ExprNodeDesc column) throws Exception {
        write(meaning, call("and", constant, call("isnotnull", column)));
    }

    private static void write(String meaning, ExprNodeDesc expression) throws Exception {
        out.println(meaning + "\t" + Base64.getEncoder().encodeToString(bytes((ExprNodeGenericFuncDesc) expression)));
    }

    private static byte[] bytes(ExprNodeGenericFuncDesc expression) throws Exception {
        Method method;
        try {
            method = SerializationUtilities.class.getMethod("serializeExpressionToKryo", ExprNodeGenericFuncDesc.class);
        } catch (NoSuchMethodException e) {
            method = SerializationUtilities.class.getMethod("serializeObjectWithTypeInformation", java.io.Serializable.class);
        }
        return (byte[]) method.invoke(null, expression);
    }
}
