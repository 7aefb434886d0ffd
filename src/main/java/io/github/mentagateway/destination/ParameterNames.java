package io.github.mentagateway.destination;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names that stand for values in the parameters of kamelets. */
public final class ParameterNames {
  private static final Pattern NAME = Pattern.compile(":\\?(" + FieldResolver.NAME + ")|\\{(" + FieldResolver.NAME + ")}");

  private ParameterNames() {}

  /** Whether the text is one {@code {name}} and nothing else; else it is an expression. */
  public static boolean isName(String text) {
    return new TextTemplate(text).onlyName() != null;
  }

  /** The names that stand for values in parameters, as {@code :?name} or {@code {name}}. */
  public static Set<String> names(Stream<String> parameters) {
    Set<String> names = new TreeSet<>();
    parameters.forEach(text -> {
      Matcher name = NAME.matcher(text);
      while (name.find()) {
        names.add(name.group(1) != null ? name.group(1) : name.group(2));
      }
    });
    return names;
  }
}
