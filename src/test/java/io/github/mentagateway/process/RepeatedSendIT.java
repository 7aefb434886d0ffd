package io.github.mentagateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.mentagateway.FreePort;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} between what was written or sent and the note of it in the inbox: what files and queues have after the second attempt. */
class RepeatedSendIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  /** Its last step does not end before the gateway is killed: it waits for an answer. */
  private static final String ROUTE = """
      - route:
          id: ticket-ownership
          from:
            uri: durable:ticket-ownership
            steps:
              - to:
                  uri: kamelet:file-put
                  parameters:
                    folder: data/put
              - to:
                  uri: kamelet:file-append
                  parameters:
                    folder: data/lines
                    name: owners.csv
                    csv: "{deliveryId};{data.id}"
              - to:
                  uri: kamelet:sftp-put
                  parameters:
                    server: "127.0.0.1:%d/incoming"
                    user: menta
                    password: "{{secret:archive.password}}"
                    knownHosts: known_hosts
              - to:
                  uri: kamelet:jms-send
                  parameters:
                    queue: owners
                    connectionFactory: broker
              - to:
                  uri: kamelet:rest-call
                  parameters:
                    url: "http://127.0.0.1:%d/end"
      """;

  @TempDir
  Path home;
  @TempDir
  Path served;

  @Test
  void files_have_it_once_and_a_queue_twice_with_the_same_id() throws Exception {
    int brokerPort = FreePort.next();
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
        .setSecurityEnabled(false).setJournalDirectory(served.resolve("journal").toString())
        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + brokerPort));
    broker.start();
    SshServer sftp = sftp(FreePort.next());
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer api = api(threads, reached, killed);
    try (GatewayProcess gateway = GatewayProcess.in(home).with("ARCHIVE_PASSWORD", "geheim").with("GATEWAY_DELIVERY_INITIAL_DELAY", "100ms")) {
      Files.writeString(home.resolve("config/application.properties"), """

          camel.beans.broker=#class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
          camel.beans.broker.brokerURL=tcp://127.0.0.1:%d
          """.formatted(brokerPort), StandardOpenOption.APPEND);
      gateway.withLibraries("camel-jms", "org.apache.activemq:artemis-jakarta-client:2.40.0").file("routes/destinations/ticket-ownership.camel.yaml", ROUTE.formatted(sftp.getPort(), api.getAddress().getPort())).start();

      gateway.post(Samples.ticket("00001", "ana@example.com"));
      await("all is sent and nothing noted").atMost(PATIENCE).until(() -> reached.getCount() == 0);
      gateway.kill9();
      killed.countDown();
      gateway.start();
      gateway.awaitNothingWaiting();

      List<String> ids = ids(brokerPort, 2);
      String id = ids.get(0);
      assertThat(ids).as("the queue").containsExactly(id, id);
      assertThat(id).endsWith(".ticket-ownership");
      assertThat(names(home.resolve("data/put"))).as("file-put").containsExactly(id + ".json");
      assertThat(names(served.resolve("incoming"))).as("sftp-put").containsExactly(id + ".json");
      assertThat(home.resolve("data/lines/owners.csv")).as("file-append").hasContent(id + ";00001\n");
    } finally {
      killed.countDown();
      api.stop(0);
      threads.shutdownNow();
      sftp.stop(true);
      broker.stop();
    }
  }

  private static HttpServer api(ExecutorService threads, CountDownLatch reached, CountDownLatch killed) throws IOException {
    HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.setExecutor(threads);
    api.createContext("/end", call -> {
      reached.countDown();
      try {
        killed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      call.sendResponseHeaders(204, -1);
      call.close();
    });
    api.start();
    return api;
  }

  private SshServer sftp(int port) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair key = generator.generateKeyPair();
    Files.writeString(home.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPasswordAuthenticator((user, password, session) -> password.equals("geheim"));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(served));
    server.start();
    return server;
  }

  /** The deliveries' ids of so many messages; and that there are no more. */
  private static List<String> ids(int port, int count) throws Exception {
    try (ActiveMQConnectionFactory client = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
        Connection connection = client.createConnection(); Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("owners"))) {
      connection.start();
      List<String> ids = new ArrayList<>();
      while (ids.size() < count) {
        Message message = consumer.receive(10_000);
        assertThat(message).as("message %d", ids.size() + 1).isNotNull();
        assertThat(message.getJMSCorrelationID()).isEqualTo(message.getStringProperty("menta_delivery_id"));
        ids.add(message.getJMSCorrelationID());
      }
      assertThat(consumer.receiveNoWait()).isNull();
      return ids;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
