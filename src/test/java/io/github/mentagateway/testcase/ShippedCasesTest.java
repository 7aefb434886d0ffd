package io.github.mentagateway.testcase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cases in {@code test-cases/}, as {@code menta-gateway test} runs them. */
class ShippedCasesTest {
  @Test
  void all_pass_and_reach_every_step_that_a_notification_can_reach() throws Exception {
    Settings settings = Settings.loadWithoutSecrets(Path.of("").toAbsolutePath(), Map.of());
    RouteFiles files = new RouteCheck(settings, Map.of()).run().files();

    CaseRun.Result result = new CaseRun(settings).run(files, List.of(), false);

    assertThat(CaseFolder.told(result)).isEmpty();
    assertThat(result.cases()).hasSizeGreaterThan(30);
    // the first runs for no notification, the second is for data sources of others, the third for mails that are not sent by send-mail
    assertThat(Coverage.of(files, result.walked()).missed()).extracting(Coverage.Missed::what)
        .containsExactly("the route from 'alerts:operations'", "the branch 'refused-by-other-database'", "the branch 'no-address'");
  }
}
