package io.github.mentagateway.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one transaction writes: its statements with the values of their rows, in the order in which the database ran them. Each text is
 * held once. For the writer's thread only.
 *
 * <p>As bytes: for each run the number of its text (a new text follows its number), how many rows, and for each row the values with
 * their index and type, closed by an index of 0. Everything is big-endian; texts are UTF-8 behind their length in bytes.
 */
final class RedoGroup {
  private static final byte NULL = 0;
  private static final byte LONG = 1;
  private static final byte INT = 2;
  private static final byte BOOLEAN = 3;
  private static final byte STRING = 4;
  private static final byte BYTES = 5;
  private static final byte TIME = 6;
  private static final byte END_OF_ROW = 0;

  private final Map<String, Rows> gathered = new HashMap<>();
  private final Map<String, Integer> texts = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Where the rows of a statement are noted until it has run. */
  Rows rows(String sql) {
    return gathered.computeIfAbsent(sql, any -> new Rows());
  }

  /** The database has run a statement with the rows that were noted. */
  void ran(String sql) {
    Rows rows = rows(sql);
    try {
      Integer known = texts.putIfAbsent(sql, texts.size());
      out.writeShort(known == null ? texts.size() - 1 : known);
      if (known == null) {
        write(out, sql.getBytes(StandardCharsets.UTF_8));
      }
      out.writeInt(rows.count);
      rows.bytes.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows.clear();
  }

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  void clear() {
    bytes.reset();
    texts.clear();
    gathered.values().forEach(Rows::clear);
  }

  private static void write(DataOutputStream to, byte[] value) throws IOException {
    to.writeInt(value.length);
    to.write(value);
  }

  private static byte[] read(DataInputStream from) throws IOException {
    return from.readNBytes(from.readInt());
  }

  /** Runs all of it once more, in the caller's transaction. @param bytes as {@link #bytes} gave them */
  static void run(byte[] bytes, Connection connection) throws SQLException, IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    List<String> texts = new ArrayList<>();
    while (in.available() > 0) {
      int text = in.readUnsignedShort();
      if (text == texts.size()) {
        texts.add(new String(read(in), StandardCharsets.UTF_8));
      }
      try (PreparedStatement statement = connection.prepareStatement(texts.get(text))) {
        for (int rows = in.readInt(); rows > 0; rows--) {
          bindRow(in, new Parameters(statement), statement);
          statement.executeUpdate();
        }
      }
    }
  }

  private static void bindRow(DataInputStream in, Parameters row, PreparedStatement statement) throws SQLException, IOException {
    for (int index = in.readUnsignedByte(); index != END_OF_ROW; index = in.readUnsignedByte()) {
      byte type = in.readByte();
      switch (type) {
        case NULL -> statement.setNull(index, in.readInt());
        case LONG -> row.setLong(index, in.readLong());
        case INT -> row.setInt(index, in.readInt());
        case BOOLEAN -> row.setBoolean(index, in.readBoolean());
        case STRING -> row.setString(index, new String(read(in), StandardCharsets.UTF_8));
        case BYTES -> row.setBytes(index, read(in));
        case TIME -> row.setTime(index, Instant.ofEpochSecond(in.readLong(), in.readInt()));
        default -> throw new IOException("the redo log holds a value of type " + type + ", which this version does not know");
      }
    }
  }

  /** The rows of one statement that were bound and have not been run. */
  static final class Rows {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int count;

    private interface Value {
      void write(DataOutputStream out) throws IOException;
    }

    private void write(int index, byte type, Value value) {
      write(index, type, 0, value);
    }

    /** @param value null is one of the given type */
    private void write(int index, byte type, int sqlType, Value value) {
      try {
        out.writeByte(index);
        if (value == null) {
          out.writeByte(NULL);
          out.writeInt(sqlType);
        } else {
          out.writeByte(type);
          value.write(out);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void value(int index, long value) {
      write(index, LONG, to -> to.writeLong(value));
    }

    void value(int index, Long value) {
      write(index, LONG, Types.BIGINT, value == null ? null : to -> to.writeLong(value));
    }

    void value(int index, int value) {
      write(index, INT, to -> to.writeInt(value));
    }

    void value(int index, boolean value) {
      write(index, BOOLEAN, to -> to.writeBoolean(value));
    }

    void value(int index, String value) {
      write(index, STRING, Types.VARCHAR, value == null ? null : to -> RedoGroup.write(to, value.getBytes(StandardCharsets.UTF_8)));
    }

    void value(int index, byte[] value) {
      write(index, BYTES, Types.VARBINARY, value == null ? null : to -> RedoGroup.write(to, value));
    }

    void value(int index, Instant value) {
      write(index, TIME, Types.TIMESTAMP_WITH_TIMEZONE, value == null ? null : to -> {
        to.writeLong(value.getEpochSecond());
        to.writeInt(value.getNano());
      });
    }

    void endRow() {
      bytes.write(END_OF_ROW);
      count++;
    }

    private void clear() {
      bytes.reset();
      count = 0;
    }
  }
}
