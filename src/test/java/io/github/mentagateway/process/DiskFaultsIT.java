package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of SQLite's file fills up under load, by somebody else's file, and has room again later. SQLite goes on for as long as what it
 * writes fits where its log was longer once: so the load goes on until it does not.
 */
class DiskFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MEGABYTES = 256;
  /** What the load takes between two faults, generously: the store itself must not be what fills the disk. */
  private static final int MEGABYTES_EACH = 16;

  @TempDir
  Path home;

  /** What happens to the disk once, under load, up to the moment when the gateway is ready again. */
  private interface Fault {
    void pass(GatewayCluster gateways, SmallDisk disk, int number) throws Exception;
  }

  @Test
  void while_the_disk_is_full_menta_is_told_503_and_afterwards_all_goes_on_by_itself() throws Exception {
    SplittableRandom random = new SplittableRandom(1);

    GatewayProcess gateway = undergoes("disk full", new Scale(1, 900, 100, 2).orAsAskedFor(), "0", (gateways, disk, number) -> {
      // so that it ends at another place each time: in the log, in its index, in the file
      disk.fill(random.nextInt(16) * 4096L);
      isOutOfService(gateways.get(0), "fill-" + number, "the store does not answer: [SQLITE_FULL]");
      disk.makeRoom();
      gateways.get(0).awaitReady();
    });

    assertThat(gateway.log()).contains("event=store_down error=[SQLITE_FULL]", "event=store_back");
    assertThat(gateway.starts()).isEqualTo(1);
  }

  @Test
  void below_min_free_menta_is_told_503_and_deliveries_go_on() throws Exception {
    GatewayProcess gateway = undergoes("disk below min-free", new Scale(1, 600, 100, 2).orAsAskedFor(), "24MB", (gateways, disk, number) -> {
      disk.fill(20 << 20);
      isOutOfService(gateways.get(0), "fill-" + number, "gateway.store.min-free asks for 25165824: make room");
      gateways.get(0).awaitNothingWaiting();
      disk.makeRoom();
      gateways.get(0).awaitReady();
    });

    assertThat(gateway.log()).doesNotContain("SQLITE_FULL", "event=store_down");
    assertThat(gateway.starts()).isEqualTo(1);
  }

  @Test
  void kill_9_while_the_disk_is_full_loses_nothing_and_a_start_asks_for_room() throws Exception {
    undergoes("kill -9 while the disk is full", new Scale(1, 400, 100, 1).orAsAskedFor(), "0", (gateways, disk, number) -> {
      GatewayProcess gateway = gateways.get(0);
      disk.fill(0);
      isOutOfService(gateway, "kill-" + number, "the store does not answer: [SQLITE_FULL]");
      gateways.kill9(0);
      disk.fill(0);

      assertThat(gateway.launch().awaitExit()).isEqualTo(1);
      assertThat(gateway.log()).contains("gateway.store.url is '" + url() + "'", "SQLITE_FULL").doesNotContain("\tat ");
      disk.makeRoom();
      gateway.start();
    });
  }

  /** Under a load that goes on until the last fault has passed; nothing of it is lost, done twice or out of order, and the gateway runs. */
  private GatewayProcess undergoes(String what, Scale scale, String minFree, Fault fault) throws Exception {
    try (SmallDisk disk = SmallDisk.at(home.resolve("disk"), MEGABYTES + MEGABYTES_EACH * scale.kills());
        Recorder recorder = new Recorder(1);
        GatewayCluster gateways = on(disk, recorder, minFree).start();
        LoadGenerator load = LoadGenerator.endless(gateways, scale.entities())) {
      recorder.fail(0.05);
      for (int number = 1; number <= scale.kills(); number++) {
        load.awaitMoreAcknowledged(scale.notifications() / (scale.kills() + 1));
        fault.pass(gateways, disk, number);
      }
      load.end().finish();
      ReliabilityResult.atTheEnd(gateways, load, recorder).print(what + " " + scale.kills() + " times", load, gateways.kills().size())
          .isFlawless();
      assertThat(gateways.get(0).isAlive()).isTrue();
      return gateways.get(0);
    }
  }

  private String url() {
    return "jdbc:sqlite:" + home.resolve("disk").resolve("inbox.db");
  }

  private GatewayCluster on(SmallDisk disk, Recorder recorder, String minFree) throws Exception {
    GatewayCluster gateways = GatewayCluster.in(home.resolve("gateways"), Map.of("GATEWAY_STORE_URL", url()), recorder, 1)
        .with("GATEWAY_STORE_MIN_FREE", minFree);
    gateways.get(0).on(disk);
    return gateways;
  }

  private static void isOutOfService(GatewayProcess gateway, String ticket, String why) {
    await("not ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
      HttpResponse<String> ready = gateway.management("/observe/health/ready");
      return ready.statusCode() == 503 && ready.body().contains(why);
    });
    await("refused").atMost(PATIENCE).untilAsserted(() -> {
      HttpResponse<String> answer = gateway.post(new LoadGenerator.Change(ticket, 1).body());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
    });
    assertThat(gateway.status("/observe/health/live")).as("a restart would not help").isEqualTo(200);
  }
}
