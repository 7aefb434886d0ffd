package io.github.mentagateway.process;

import io.github.mentagateway.FreePort;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker with its controller, in this process. It makes no topic by itself, and keeps its address and its log over a restart. */
final class KafkaBroker implements AutoCloseable {
  private final Path folder;
  private final int port = FreePort.next();
  private final int controllerPort = FreePort.next();
  private final Map<String, String> settings = new HashMap<>();
  private KafkaRaftServer server;

  /** @param protocol of the clients, such as {@code SASL_SSL} */
  KafkaBroker(Path folder, String protocol, Map<String, String> more) throws Exception {
    this.folder = folder;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", "CLIENTS://127.0.0.1:" + port + ",INSIDE://127.0.0.1:" + FreePort.next() + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("listener.security.protocol.map", "CLIENTS:" + protocol + ",INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "INSIDE");
    settings.put("log.dirs", folder.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.putAll(more);
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
      new Formatter().setPrintStream(nowhere).setNodeId(1).setClusterId(Uuid.randomUuid().toString()).setDirectories(List.of(folder.toString()))
          .setMetadataLogDirectory(folder.toString()).setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName("CONTROLLER").run();
    }
    start();
  }

  void start() {
    server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** For the test itself: without TLS and login. */
  String insideAddress() {
    return settings.get("listeners").replaceAll(".*INSIDE://([^,]+),.*", "$1");
  }

  @Override
  public void close() {
    stop();
  }
}
