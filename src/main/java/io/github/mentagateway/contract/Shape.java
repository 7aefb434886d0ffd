package io.github.mentagateway.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mentagateway.envelope.BodyDecoder;
import io.github.mentagateway.envelope.BodyTooLargeException;
import io.github.mentagateway.inbox.Contract;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Original;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of one body with their types. Elements of arrays are {@code []}. A name that may be data is {@code {}}: one with signs or many digits,
 * and each name of an object that has many. What stands within {@code message} is told as if it stood outside, and that there is one is told too.
 */
final class Shape {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NAME = Pattern.compile("(?=(?:\\D*\\d){0,2}\\D*$)[A-Za-z_$][\\w$-]{0,39}");
  private static final String DATA = "{}";
  private static final int MOST_NAMES = 40;
  private static final int DEEPEST = 8;
  /** Of one body. */
  private static final int MOST = 500;

  /** Of a body that is not looked at. */
  static final Set<Field> TOO_LONG = Set.of(Field.ACTION, new Field("(the body)", "longer than 8 MiB"));

  private final Set<Field> fields = new LinkedHashSet<>();

  private Shape() {}

  /** Of a body that is no JSON what was read before that was seen. */
  static Set<Field> of(Original original) {
    Shape shape = new Shape();
    shape.fields.add(Field.ACTION);
    try (JsonParser parser = JSON.createParser(BodyDecoder.decode(original.body(), original.headers(), Contract.MOST_BYTES))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        shape.object(parser, "", 0);
      } else {
        shape.fields.add(new Field("(the body)", "no object"));
      }
    } catch (BodyTooLargeException e) {
      return TOO_LONG;
    } catch (IOException e) {
      shape.fields.add(new Field("(the body)", "no JSON"));
    }
    return shape.fields;
  }

  private void object(JsonParser parser, String within, int depth) throws IOException {
    int before = fields.size();
    int names = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = ++names <= MOST_NAMES && NAME.matcher(parser.currentName()).matches() ? parser.currentName() : DATA;
      parser.nextToken();
      value(parser, within + name, depth == 0 && name.equals("message") ? "" : within + name + ".", depth);
    }
    if (names > MOST_NAMES && depth > 0) {
      // a map with data for names: what came of its first names is not told
      List<Field> kept = fields.stream().limit(before).toList();
      fields.retainAll(kept);
      fields.add(new Field(within + DATA, "any"));
    }
  }

  private void value(JsonParser parser, String path, String within, int depth) throws IOException {
    String type = switch (parser.currentToken()) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      default -> "null";
    };
    if (fields.size() < MOST) {
      fields.add(new Field(path, type));
    }
    if (depth >= DEEPEST) {
      parser.skipChildren();
    } else if (type.equals("object")) {
      object(parser, within, depth + 1);
    } else if (type.equals("array")) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        value(parser, path + "[]", path + "[].", depth + 1);
      }
    }
  }
}
