package io.github.mentagateway.management;

import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Management.NamedToken;
import io.github.mentagateway.settings.Settings.Management.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of the management port and who has them. A person's secret is read again every two seconds: a new one counts then, and whose secret is
 * taken away has no access any more. A request reads nothing, since where secrets are may hang, and anybody can send one.
 */
final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final String SETTING = "gateway.management.tokens.";

  private final byte[] own;
  private final Map<String, NamedToken> persons;
  private final UnaryOperator<String> secrets;
  private final Set<String> unusable = new HashSet<>();
  /** Of those who have a usable one. */
  private volatile Map<String, byte[]> digests;

  /**
   * @param own the gateway's own token
   * @param secrets resolves the references to secrets in a text
   * @throws IllegalStateException when a person has the gateway's own token, and would act under its name
   */
  Tokens(String own, Map<String, NamedToken> persons, UnaryOperator<String> secrets) {
    this.own = digest(own);
    this.persons = persons;
    this.secrets = secrets;
    look();
    for (String name : persons.keySet()) {
      if (MessageDigest.isEqual(this.own, digests.get(name))) {
        throw new IllegalStateException(SETTING + name + ".token is the gateway's own management token: a token says who somebody is, so give "
            + name + " another one");
      }
    }
  }

  /** Reads all persons' secrets. Blocks; where it does so for long, those read before go on to count. */
  void look() {
    Map<String, byte[]> found = new HashMap<>();
    for (String name : persons.keySet()) {
      ofPerson(name).ifPresent(digest -> found.put(name, digest));
    }
    digests = found;
  }

  /**
   * Who has the token; empty when nobody has, or when more than one person has. All are compared, by their digests, so that the time tells
   * nothing about any of them.
   */
  Optional<Caller> owner(String token) {
    byte[] given = digest(token);
    List<Caller> owners = new ArrayList<>();
    if (MessageDigest.isEqual(own, given)) {
      owners.add(new Caller(Settings.Management.GATEWAY, Role.REVEAL));
    }
    for (Map.Entry<String, byte[]> person : digests.entrySet()) {
      if (MessageDigest.isEqual(given, person.getValue())) {
        owners.add(new Caller(person.getKey(), persons.get(person.getKey()).role()));
      }
    }
    return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
  }

  /** Empty when the secret is not there any more or breaks the rules, which is told once. */
  private Optional<byte[]> ofPerson(String name) {
    String problem;
    try {
      String token = secrets.apply(persons.get(name).text()).strip();
      problem = NamedToken.problem(token).orElse(null);
      if (problem == null) {
        unusable.remove(name);
        return Optional.of(digest(token));
      }
    } catch (RuntimeException e) {
      problem = "cannot be read: " + e.getMessage();
    }
    if (unusable.add(name)) {
      LOG.warn("{}{}.token {}. Until then {} has no access", SETTING, name, problem, name);
    }
    return Optional.empty();
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
