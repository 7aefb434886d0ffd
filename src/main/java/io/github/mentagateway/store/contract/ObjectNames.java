package io.github.mentagateway.store.contract;

import io.github.mentagateway.inbox.Contract.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that each object of an action has had. One that has had very many is a map whose names are data, such as cities: a further name of it is told
 * as {@code {}}, so that it neither is news each time nor takes the room of the other fields.
 */
final class ObjectNames {
  static final int MOST = 100;
  private static final String DATA = "{}";

  /** By the path of the object; empty for the body itself. */
  private final Map<String, Set<String>> names = new HashMap<>();

  ObjectNames(Collection<Field> known) {
    known.forEach(field -> add(field.path()));
  }

  /** The field as it is told, which counts as known from now on. */
  Field told(Field field) {
    StringBuilder told = new StringBuilder();
    for (String part : field.path().split("\\.")) {
      String object = told.toString();
      String name = part.replaceAll("(\\[])+$", "");
      boolean isKnown = names.getOrDefault(object, Set.of()).contains(name);
      boolean isFull = names.getOrDefault(object, Set.of()).size() >= MOST;
      told.append(object.isEmpty() ? "" : ".").append(isKnown || !isFull ? part : DATA + part.substring(name.length()));
    }
    add(told.toString());
    return new Field(told.toString(), field.type());
  }

  private void add(String path) {
    String object = "";
    for (String part : path.split("\\.")) {
      names.computeIfAbsent(object, first -> new HashSet<>()).add(part.replaceAll("(\\[])+$", ""));
      object = object.isEmpty() ? part : object + "." + part;
    }
  }
}
