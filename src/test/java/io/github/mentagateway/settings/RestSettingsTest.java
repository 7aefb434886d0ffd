package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.settings.RestSettings.Api;
import io.github.mentagateway.settings.RestSettings.ApiKey;
import io.github.mentagateway.settings.RestSettings.Basic;
import io.github.mentagateway.settings.RestSettings.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestSettingsTest {
  @TempDir
  Path folder;
  private SettingsHome home;

  @BeforeEach
  void makeHome() {
    home = SettingsHome.in(folder).file("a.pem", "").file("b.pem", "").file("c.pem", "");
  }

  @Test
  void without_settings_there_is_nothing_but_the_default() throws Exception {
    assertThat(home.load().rest()).isEqualTo(new RestSettings(
        new Api("gateway.rest", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), Map.of()));
  }

  @Test
  void what_an_api_does_not_say_is_the_default_s_and_a_proxy_of_its_own_gets_no_login_of_another() throws Exception {
    home.properties("gateway.rest.trust=a.pem", "gateway.rest.client-certificate=b.pem", "gateway.rest.client-key=c.pem",
        "gateway.rest.proxy=http://proxy:3128", "gateway.rest.proxy-user=u", "gateway.rest.proxy-password={{secret:P}}",
        "gateway.rest.proxy-except=localhost, *.internal",
        "gateway.rest.same.scope=", "gateway.rest.own.trust=c.pem", "gateway.rest.own.proxy=http://[::1]:8080/", "gateway.rest.direct.proxy=none");

    Map<String, Api> apis = home.load(Map.of("P", "password")).rest().apis();

    assertThat(apis.get("same")).isEqualTo(new Api("gateway.rest.same", file("a.pem"), file("b.pem"), file("c.pem"),
        Optional.of(new Proxy("proxy", 3128, "u", "{{secret:P}}", List.of("localhost", "*.internal"))), Optional.empty()));
    assertThat(apis.get("own")).isEqualTo(new Api("gateway.rest.own", file("c.pem"), file("b.pem"), file("c.pem"),
        Optional.of(new Proxy("[::1]", 8080, "", "", List.of())), Optional.empty()));
    assertThat(apis.get("direct").proxy()).isEmpty();
  }

  @Test
  void credentials_are_of_one_kind_and_keep_the_names_of_their_secrets() throws Exception {
    home.properties("gateway.rest.a.user=u", "gateway.rest.a.password={{secret:P}}", "gateway.rest.b.key={{secret:P}}",
        "gateway.rest.b.key-query=apikey", "gateway.rest.c.token-url=https://login.internal/token", "gateway.rest.c.client-id=id",
        "gateway.rest.c.client-secret={{secret:P}}", "gateway.rest.c.token-auth=body", "gateway.rest.c.scope=x y",
        "gateway.rest.c.audience=https://orders", "gateway.rest.c.resource=urn:orders");

    Map<String, Api> apis = home.load(Map.of("P", "password")).rest().apis();

    assertThat(apis.get("a").credentials()).contains(new Basic("u", "{{secret:P}}"));
    assertThat(apis.get("b").credentials()).contains(new ApiKey("{{secret:P}}", true, "apikey"));
    assertThat(apis.get("c").credentials()).contains(new ClientCredentials("gateway.rest.c", "https://login.internal/token", "id",
        "{{secret:P}}", "x y", "https://orders", "urn:orders", true));
  }

  @Test
  void variables_alone_make_an_api_and_those_of_the_default_make_none() throws Exception {
    RestSettings rest = home.load(Map.of("GATEWAY_REST_CRM_CLIENT_ID", "id", "GATEWAY_REST_CRM_CLIENT_SECRET", "long secret",
        "GATEWAY_REST_CRM_TOKEN_URL", "https://h/t", "GATEWAY_REST_OLD_CRM_KEY", "long key", "GATEWAY_REST_OLD_CRM_KEY_HEADER", "X-Key",
        "GATEWAY_REST_PROXY", "http://p:1", "GATEWAY_REST_PROXY_USER", "u", "GATEWAY_REST_PROXY_PASSWORD", "password")).rest();

    assertThat(rest.apis()).containsOnlyKeys("crm", "old_crm");
    assertThat(rest.byDefault().proxy()).contains(new Proxy("p", 1, "u", "password", List.of()));
  }

  @Test
  void a_literal_secret_is_taken_out_of_every_text() throws Exception {
    home.properties("gateway.rest.a.user=u", "gateway.rest.a.password=a literal one");
    Settings settings = home.load();

    assertThat(settings.secrets().redact("it is a literal one!")).isEqualTo("it is ***!");
    assertThat(settings.rest().toString()).doesNotContain("literal");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "client-certificate=a.pem | gateway.rest.crm.client-certificate and gateway.rest.crm.client-key belong together: set both, or none",
      "proxy=https://proxy:3128 | gateway.rest.crm.proxy is 'https://proxy:3128': it must be http://HOST:PORT, such as http://proxy.internal:3128,"
          + " or none; the login stands in .proxy-user and .proxy-password",
      "user=u | gateway.rest.crm.user and gateway.rest.crm.password belong together: set both, or none",
      "key=k | gateway.rest.crm.key needs one of gateway.rest.crm.key-header (such as X-Api-Key) and gateway.rest.crm.key-query (such as apikey),"
          + " which says where the key stands: set one",
      "key-header=X | gateway.rest.crm.key is missing: with key-header or key-query it must be set, the key itself, such as {{secret:NAME}}",
      "trust=z.pem | gateway.rest.crm.trust: the file HOME/z.pem is not there or cannot be read",
      "pasword=x | gateway.rest.crm.pasword is no setting of the gateway: config/application.properties as shipped lists them all"})
  void what_cannot_hold_is_told(String setting, String problem) {
    home.properties("gateway.rest.crm." + setting);

    assertThat(home.problems()).containsExactly(problem.replace("HOME", folder.toString()));
  }

  @Test
  void all_of_it_is_told_at_once() {
    home.properties("gateway.rest.crm.user=a:b", "gateway.rest.crm.password=p", "gateway.rest.crm.token-url=login", "gateway.rest.proxy-user=u",
        "gateway.rest.crm.token-auth=digest");

    assertThat(home.problems()).containsExactly(
        "gateway.rest.proxy-user and gateway.rest.proxy-password belong together: set both, or none",
        "gateway.rest.proxy-user is set, and gateway.rest.proxy is not: set it to the proxy, such as http://proxy.internal:3128",
        "gateway.rest.crm.user is 'a:b': it must have no ':', where the password would begin",
        "gateway.rest.crm.client-id is missing: with token-url it must be set, the name that the gateway has there",
        "gateway.rest.crm.client-secret is missing: with token-url it must be set, such as {{secret:NAME}}",
        "gateway.rest.crm.token-url is 'login': it must be https://HOST/PATH, without a login and without '#'",
        "gateway.rest.crm.token-auth is 'digest': it must be one of: basic, body",
        "gateway.rest.crm has credentials of 2 kinds (user and password; token-url): a call is authenticated in one way, so leave one of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "proxy", "key", "token"})
  void a_name_that_a_variable_could_not_tell_from_the_default_is_refused(String name) {
    home.properties("gateway.rest." + name + ".trust=a.pem");

    assertThat(home.problems()).singleElement().asString().startsWith("gateway.rest." + name + ".…: an API cannot be called " + name);
  }

  private Optional<Path> file(String name) {
    return Optional.of(folder.resolve(name));
  }
}
