package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.settings.Settings.Management.NamedToken;
import io.github.mentagateway.settings.Settings.Management.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String OWN = "own".repeat(12);
  private static final String LENA = "lena".repeat(8);
  private static final String OMAR = "omar".repeat(8);

  /** The secrets as they are now; one that is not there cannot be read. */
  private final Map<String, String> secrets = new HashMap<>(Map.of("lena", LENA, "omar", OMAR));
  private int reads;
  private final Tokens tokens = new Tokens(OWN, Map.of("lena", new NamedToken(Role.READ, "lena"), "omar", new NamedToken(Role.REVEAL, "omar")),
      this::secret);

  private String secret(String name) {
    reads++;
    return Optional.ofNullable(secrets.get(name)).orElseThrow(() -> new IllegalStateException("it is gone"));
  }

  private String owner(String token) {
    return tokens.owner(token).map(Caller::name).orElse("nobody");
  }

  /** Where secrets are may hang, and anybody can send a request. */
  @Test
  void a_request_reads_no_secret() {
    reads = 0;
    for (String token : List.of(OWN, LENA, OMAR, "guessed")) {
      owner(token);
    }
    assertThat(reads).isZero();
  }

  @Test
  void a_new_secret_counts_when_it_was_read_and_one_that_is_unusable_or_gone_admits_nobody() {
    assertThat(owner(LENA)).isEqualTo("lena");
    secrets.put("lena", "anel".repeat(8));
    tokens.look();
    assertThat(owner(LENA)).isEqualTo("nobody");
    assertThat(owner("anel".repeat(8))).isEqualTo("lena");

    for (String unusable : List.of("", "short", "with a blank ".repeat(3))) {
      secrets.put("lena", unusable);
      tokens.look();
      assertThat(owner(unusable.strip())).isEqualTo("nobody");
    }
    assertThat(owner(OMAR)).isEqualTo("omar");
  }

  @Test
  void a_secret_that_cannot_be_read_is_told_once_each_time_that_it_went() {
    try (CapturedLog log = CapturedLog.of(Tokens.class.getName())) {
      secrets.remove("lena");
      tokens.look();
      tokens.look();
      assertThat(owner(LENA)).isEqualTo("nobody");
      assertThat(log.lines()).containsExactly("WARN gateway.management.tokens.lena.token cannot be read: it is gone. Until then lena has no access");
      secrets.put("lena", LENA);
      tokens.look();
      assertThat(owner(LENA)).isEqualTo("lena");
      secrets.remove("lena");
      tokens.look();
      assertThat(log.lines()).hasSize(2);
    }
  }

  /** The role of one must not go to the other, nor the name. */
  @Test
  void a_token_that_two_persons_have_come_to_share_admits_neither() {
    secrets.put("lena", OMAR);
    tokens.look();
    assertThat(owner(OMAR)).isEqualTo("nobody");
    secrets.put("lena", OWN);
    tokens.look();
    assertThat(owner(OWN)).isEqualTo("nobody");
    secrets.put("lena", LENA);
    tokens.look();
    assertThat(owner(OMAR)).isEqualTo("omar");
    assertThat(owner(OWN)).isEqualTo("gateway");
  }

  @Test
  void a_person_with_the_gateway_s_own_token_stops_the_start() {
    assertThatThrownBy(() -> new Tokens(OWN, Map.of("eve", new NamedToken(Role.READ, OWN)), text -> text))
        .hasMessage("gateway.management.tokens.eve.token is the gateway's own management token: a token says who somebody is, so give eve another one");
  }
}
