package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway where a process may have few file descriptors, as on many a machine. */
class IntakeLimitsIT {
  @TempDir
  Path home;

  private GatewayProcess gateway(int fileDescriptors) throws IOException {
    Path script = Files.writeString(home.resolve("limited"), "#!/bin/sh\nulimit -n " + fileDescriptors + "\nexec \""
        + Path.of(System.getProperty("java.home"), "bin", "java") + "\" -jar \"" + GatewayProcess.jar() + "\" \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return GatewayProcess.in(home).by(script);
  }

  @Test
  void a_thousand_slow_connections_of_one_address_keep_neither_another_sender_out_nor_calls_from_going_out() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (GatewayProcess gateway = gateway(1024).with("GATEWAY_INTAKE_HEAD_TIMEOUT", "1h").start()) {
      for (int i = 0; i < 1000; i++) {
        slow.add(slow(gateway.intakePort()));
      }
      await().untilAsserted(() -> assertThat(gateway.metric("menta_intake_unanswered_total{why=\"address_limit\"}"))
          .isEqualTo(1000 - 384));

      for (int i = 0; i < 20; i++) {
        assertThat(gateway.newClient().send(gateway.request().POST(java.net.http.HttpRequest.BodyPublishers.ofString(
            Samples.ticket("slow-" + i, "ana@example.com"))).build(), java.net.http.HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(202);
      }

      gateway.awaitNothingWaiting();
      assertThat(gateway.standIn("/calls")).contains("slow-0").contains("slow-19");
      assertThat(gateway.log()).doesNotContain("Too many open files");
      assertThat(gateway.log().lines().filter(line -> line.contains("why=address_limit"))).hasSizeBetween(1, 3);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** From another address than the test's requests come from. */
  private static Socket slow(int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress("127.0.0.2", 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return socket;
  }

  @Test
  void too_few_file_descriptors_for_the_connections_are_told_at_the_start() throws Exception {
    try (GatewayProcess gateway = gateway(800).launch()) {
      assertThat(gateway.awaitExit()).isEqualTo(1);
      assertThat(gateway.log()).contains("gateway.intake.max-connections is 512: this process may have 800 file descriptors (ulimit -n),"
          + " and 400 of them are kept for files, the store and outgoing calls; lower it, or raise their limit to 912 or more");
    }
  }
}
