package io.github.mentagateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {
  @TempDir
  private Path home;

  @Test
  void the_authors_own_values_are_those_of_then_but_for_what_may_be_a_secret() throws Exception {
    ShippedFolder.copyTo(home);
    Files.createDirectory(home.resolve("data"));
    Settings then = Settings.loadWithoutSecrets(home, Map.of());
    RouteFiles files = RouteFiles.read(then.routes().toAbsolutePath(), home);
    Map<String, String> values = new HashMap<>(Map.of("crm.url", "http://old", "crm.password", "geheim", "gone.url", "http://gone", "login.url", "http://u:geheim@h/x"));

    LastGood.of(then).keep(files, values);
    Settings now = then.withValues(Map.of("crm.url", "http://new", "crm.password", "anders", "added.url", "http://added", "gateway.x", "1"));

    assertThat(LastGood.of(then).settings(now).values()).containsExactlyInAnyOrderEntriesOf(Map.of("crm.url", "http://old", "crm.password", "anders",
        "gone.url", "http://gone", "added.url", "http://added", "gateway.x", "1"));
    assertThat(LastGood.of(then).read().orElseThrow().all()).hasSameSizeAs(files.all());
    Path archive = home.resolve("data/routes-last-good.zip");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive))).isEqualTo("rw-------");
  }
}
