package io.github.mentagateway.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text in which {@code {name}} stands for a value. It is parsed once, because it is filled for each call. */
public final class TextTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(" + FieldResolver.NAME + ")}");

  private final List<String> names = new ArrayList<>();
  /** The texts before each name, and behind the last one. */
  private final List<String> between = new ArrayList<>();
  private final String onlyName;

  public TextTemplate(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int end = 0;
    while (placeholder.find()) {
      between.add(text.substring(end, placeholder.start()));
      names.add(placeholder.group(1));
      end = placeholder.end();
    }
    between.add(text.substring(end));
    onlyName = names.size() == 1 && between.stream().allMatch(String::isEmpty) ? names.get(0) : null;
  }

  public boolean hasNames() {
    return !names.isEmpty();
  }

  /** The name that the text consists of; null when the text has none or is longer. */
  public String onlyName() {
    return onlyName;
  }

  /** The text around the names. */
  public String withoutNames() {
    return String.join("", between);
  }

  public String fill(Function<String, String> value) {
    if (names.isEmpty()) {
      return between.get(0);
    }
    StringBuilder filled = new StringBuilder(64);
    for (int i = 0; i < names.size(); i++) {
      filled.append(between.get(i)).append(value.apply(names.get(i)));
    }
    return filled.append(between.get(names.size())).toString();
  }
}
