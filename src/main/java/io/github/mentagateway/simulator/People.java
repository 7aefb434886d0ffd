package io.github.mentagateway.simulator;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Invented owners of tickets, by number. Nobody gets their mail (RFC 2606). */
record People(int count) {
  private static final List<String> FIRST = List.of("Ana", "Luis", "Sofía", "Martín", "Lucía", "Diego", "Valentina", "Joaquín", "Camila",
      "Tomás", "Inés", "Nicolás", "Paula", "Andrés", "Julieta", "Bruno");
  private static final List<String> LAST = List.of("Pérez", "Gómez", "Núñez", "Rodríguez", "Ejemplo", "Silva", "Torres", "Muñoz", "Castro",
      "Ibáñez", "Rojas", "Vega");

  int any(RandomGenerator random) {
    return random.nextInt(count);
  }

  int anyBut(int person, RandomGenerator random) {
    return (person + 1 + random.nextInt(count - 1)) % count;
  }

  String mail(int person) {
    return plain(first(person)) + "." + plain(last(person)) + person + "@example.com";
  }

  /** The metadata of a ticket that bears its owner's name. */
  Map<String, Object> nominal(int person) {
    Map<String, Object> nominal = new LinkedHashMap<>();
    nominal.put("fullName", first(person) + " " + last(person));
    nominal.put("identificationNumber", Integer.toString(30_000_000 + person));
    return Map.of("nominal", nominal);
  }

  private static String first(int person) {
    return FIRST.get(person % FIRST.size());
  }

  private static String last(int person) {
    return LAST.get(person / FIRST.size() % LAST.size());
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
  }
}
