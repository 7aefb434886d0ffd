package io.github.mentagateway.rehearsal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.inbox.Journal;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.privacy.Masks;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Hides what a notification says of people, wherever a route has put it: a name stands in a mail's text as well as in a body. What counts
 * are all values below {@code metadata}, those of fields whose names speak of a name, a document or an address, and addresses in any text.
 */
final class PersonalValues {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PERSONAL = Pattern.compile("(?i).*(?:name|identification|document|passport|phone|address|mail|birth|owner|holder"
      + "|buyer|seller|person|contact).*|dni|nif|nie");
  /** A shorter value would black out parts of ordinary words. */
  private static final int SHORTEST = 3;

  private final Set<String> values = new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  private PersonalValues() {}

  static PersonalValues of(Journal.Entry entry) {
    PersonalValues personal = new PersonalValues();
    personal.add(entry.original().body());
    for (Journal.Delivery delivery : entry.deliveries()) {
      Payload payload = delivery.payload();
      if (payload.bytes() != null) {
        personal.add(payload.bytes());
      }
    }
    return personal;
  }

  private void add(byte[] body) {
    try {
      add(JSON.readTree(body), false);
    } catch (IOException noJson) {
      // its addresses are hidden all the same
    }
  }

  private void add(JsonNode node, boolean personal) {
    node.fields().forEachRemaining(field ->
        add(field.getValue(), personal || field.getKey().equals("metadata") || PERSONAL.matcher(field.getKey()).matches()));
    if (node.isArray()) {
      node.forEach(item -> add(item, personal));
    }
    if (personal && (node.isTextual() || node.isNumber())) {
      node.asText().lines().map(String::strip).filter(line -> line.length() >= SHORTEST).forEach(this::add);
    }
  }

  /** As it is, and as it stands in a URL, in JSON, and in YAML's two kinds of quotes. */
  private void add(String value) {
    String inUrl = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String inJson = new String(JsonStringEncoder.getInstance().quoteAsString(value));
    values.addAll(List.of(value, inUrl, inUrl.replace("+", "%20"), inJson, value.replace("'", "''")));
  }

  String hide(String text) {
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, value.contains("@") ? Masks.maskAddresses(value) : "***");
    }
    return Masks.maskAddresses(hidden);
  }
}
