package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownSettingsTest {
  @TempDir
  private Path home;

  private Map<String, String> shown(String file, Map<String, String> environment) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/application.properties"), file);
    return ShownSettings.of(Settings.load(home, environment));
  }

  @Test
  void no_secret_is_shown_wherever_it_was_written() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("GATEWAY_STORE_PASSWORD", "hidden-01");
    environment.put("GATEWAY_MANAGEMENT_TOKEN", "hidden-02-0123456789");
    environment.put("GATEWAY_INTAKE_AUTH_HEADER_VALUE", "Bearer hidden-03-0123456789");
    environment.put("CRM_SECRET", "hidden-04");
    Map<String, String> shown = shown("""
        gateway.intake.path=/hidden-05-a-path-nobody-knows
        gateway.intake.auth.header-value-next=Bearer hidden-06-0123456789
        gateway.intake.auth.basic-password=hidden-07-0123456789
        gateway.intake.auth.basic-password-next=hidden-08-0123456789
        gateway.duplicates.owner-key=hidden-09-0123456789-0123456789-0123456789
        gateway.mail.password=hidden-10
        gateway.database.crm.url=jdbc:postgresql://crm:5432/crm?user=crm&password=hidden-11&ssl=true
        gateway.database.crm.user=crm
        gateway.database.crm.password=hidden-12
        gateway.rest.crm.user=crm
        gateway.rest.crm.password={{secret:crm.secret}}
        crm.url=https://someone:hidden-13@crm.example/api?token=hidden-14&page=1
        crm.api-key=hidden-15
        crm.apiToken=hidden-16
        crm.note=it was hidden-12 once
        crm.credentials=hidden-17
        chat.url=https://hooks.example:8443/services/T0/B0/hidden-18
        crm.authorization=Bearer hidden-19
        crm.passphrase=hidden-20
        crm.pin=20211987
        crm.base=http://{{gateway.stand-ins.rest}}
        erp.url=amqp://erp:hidden-21/hidden-22@erp.example
        alerts.to=hidden-23@example.com
        camel.component.kafka.saslJaasConfig=required password='hidden-24';
        camel.component.http.soTimeout=10000
        camel.component.some.password=123456
        gateway.database.erp.url=jdbc:oracle:thin:scott/hidden-25@erp.example:1521/erp
        gateway.database.dwh.url=jdbc:snowflake://dwh.example/?private_key_base64=hidden-26&db=dwh
        gateway.rest.dwh.token-url=https://login.example/token?code=hidden-27
        gateway.rest.dwh.client-id=dwh
        gateway.rest.dwh.client-secret=hidden-28
        """, environment);

    assertThat(shown.toString()).doesNotContain("hidden-");
    assertThat(shown).containsEntry("gateway.store.password", "set")
        .containsEntry("gateway.intake.path", "set")
        .containsEntry("gateway.intake.auth.header-value-next", "set")
        .containsEntry("gateway.mail.client-secret", "not set")
        .containsEntry("gateway.database.crm.url", "jdbc:postgresql://crm:5432/crm?user=crm&password=***&ssl=true")
        .containsEntry("gateway.database.erp.url", "jdbc:oracle:***@erp.example:1521/erp")
        .containsEntry("gateway.database.dwh.url", "jdbc:snowflake://dwh.example/?private_key_base64=***&db=dwh")
        .containsEntry("gateway.rest.dwh.token-url", "https://login.example/token?***");
    // what the authors' own and Camel's mean is not known
    assertThat(shown).containsEntry("crm.url", "https://crm.example/***")
        .containsEntry("chat.url", "https://hooks.example:8443/***")
        .containsEntry("crm.base", "http://{{gateway.stand-ins.rest}}")
        .containsEntry("crm.note", "set").containsEntry("crm.authorization", "set").containsEntry("crm.pin", "set").containsEntry("erp.url", "set")
        .containsEntry("camel.component.kafka.saslJaasConfig", "set").containsEntry("camel.component.some.password", "set")
        .containsEntry("camel.component.http.soTimeout", "10000");
  }

  @Test
  void what_is_no_secret_is_shown_as_it_is_written() throws Exception {
    Map<String, String> shown = shown("gateway.database.crm.url=jdbc:h2:mem:crm\n", Map.of("GATEWAY_DELIVERY_MAX_ATTEMPTS", "7"));

    assertThat(shown).containsEntry("gateway.delivery.max-attempts", "7")
        .containsEntry("gateway.database.crm.url", "jdbc:h2:mem:crm")
        .containsEntry("gateway.mail.token-auth", "basic")
        .containsEntry("gateway.secrets", "config/secrets")
        .containsEntry("gateway.tls.private-key", "");
  }
}
