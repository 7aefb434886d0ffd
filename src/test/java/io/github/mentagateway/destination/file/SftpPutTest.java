package io.github.mentagateway.destination.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.failure.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kamelet {@code sftp-put} against a real SFTP server. */
class SftpPutTest {
  private static final String PASSWORD = "p&a%25s+ {x} w)";

  @TempDir
  private Path home;
  @TempDir
  private Path served;
  private final int port = FreePort.next();
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  /** The ways to log in that the server offers, as alternatives; without any, all that it knows. */
  private String methods = "";
  private final List<String> listed = new CopyOnWriteArrayList<>();
  private KeyPair hostKey;
  private KeyPair userKey;
  private SshServer server;
  private RunningKamelets routes;

  @BeforeEach
  void start() throws Exception {
    hostKey = key();
    userKey = key();
    Files.writeString(home.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n");
    serve(hostKey);
    routes = new RunningKamelets(home, Map.of("ARCHIVE_PASSWORD", PASSWORD, "ARCHIVE_PASSPHRASE", PASSWORD), Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    routes.close();
    server.stop(true);
  }

  @Test
  void each_delivery_is_a_file_which_has_its_name_when_it_is_whole() throws Exception {
    route(Map.of("password", "{{secret:archive.password}}"));

    Exchange exchange = put("00001");

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("FromCaller");
    assertThat(files()).containsExactly("01DELIVERY.json");
    assertThat(served.resolve("incoming/01DELIVERY.json")).content().contains("\"id\":\"00001\"");
    assertThat(opened).containsExactly(".01DELIVERY.json");
    assertThat(listed).as("a folder from which nobody takes the files has thousands").isEmpty();
  }

  @Test
  void a_second_attempt_writes_the_same_file_over_the_same_connection() throws Exception {
    route(Map.of("password", "{{secret:archive.password}}"));

    assertThat(put("00001").getException()).isNull();
    assertThat(put("00001").getException()).isNull();
    assertThat(files()).containsExactly("01DELIVERY.json");
    assertThat(server.getActiveSessions()).hasSize(1);
  }

  @Test
  void no_value_leads_out_of_the_folder() throws Exception {
    route(Map.of("password", "{{secret:archive.password}}", "name", "{data.id}.json"));

    put("../../etc/${sys.x} ñ");
    assertThat(files()).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly("'name' is {data.id}.json, which gives no name of a file here: it would be empty, begin"
        + " with '.' or be longer than 200 characters. Correct the parameter, such as {deliveryId}.json");
    put("a/../../${sys.x} ñ");
    assertThat(files()).containsExactly("a%2F..%2F..%2F%24%7Bsys.x%7D%20%C3%B1.json");
  }

  @Test
  void a_private_key_with_a_passphrase_is_a_login() throws Exception {
    OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
    encryption.setPassword(PASSWORD);
    encryption.setCipherName("AES");
    encryption.setCipherMode("CTR");
    encryption.setCipherType("256");
    try (var out = Files.newOutputStream(home.resolve("key"))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(userKey, "menta", encryption, out);
    }
    route(Map.of("privateKey", home.resolve("key").toString(), "passphrase", "{{secret:archive.passphrase}}"));

    assertThat(put("00001").getException()).isNull();
    assertThat(files()).hasSize(1);
  }

  @Test
  void a_login_that_is_refused_speaks_for_the_server_and_shows_no_secret() throws Exception {
    route(Map.of("password", "wrong-one"));

    Exception refused = put("00001").getException();
    assertThat(OutageClassifier.isOutage(refused)).isTrue();
    assertThat(Causes.of(refused)).extracting(String::valueOf).anyMatch(text -> text.contains("Auth fail"))
        .noneMatch(text -> text.contains("wrong-one"));
    assertThat(routes.durable.reasons()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "password", "keyboard-interactive"})
  void a_wrong_password_is_tried_once_in_each_attempt_because_servers_lock_accounts(String offered) throws Exception {
    server.stop(true);
    methods = offered;
    serve(hostKey);
    route(Map.of("password", "wrong-one"));

    assertThat(put("00001").getException()).isNotNull();
    assertThat(refused).containsExactly("wrong-one");
    assertThat(put("00001").getException()).isNotNull();
    assertThat(refused).containsExactly("wrong-one", "wrong-one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "keyboard-interactive"})
  void the_right_password_is_taken_whichever_way_the_server_asks_for_it_also_after_a_key_that_it_does_not_know(String offered)
      throws Exception {
    server.stop(true);
    methods = offered + " publickey";
    serve(hostKey);
    try (var out = Files.newOutputStream(home.resolve("other-key"))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key(), "menta", null, out);
    }
    route(Map.of("password", "{{secret:archive.password}}", "privateKey", home.resolve("other-key").toString()));

    assertThat(put("00001").getException()).isNull();
    assertThat(refused).isEmpty();
  }

  @Test
  void another_host_key_is_refused_before_any_password_is_sent() throws Exception {
    route(Map.of("password", "{{secret:archive.password}}"));
    server.stop(true);
    serve(key());

    Exception refused = put("00001").getException();
    assertThat(OutageClassifier.isOutage(refused)).isTrue();
    assertThat(Causes.of(refused)).extracting(String::valueOf).anyMatch(text -> text.contains("HostKey has been changed"));
    assertThat(files()).isEmpty();
  }

  @Test
  void a_server_that_is_down_speaks_for_itself_and_gets_the_same_file_when_it_is_back() throws Exception {
    route(Map.of("password", "{{secret:archive.password}}"));
    assertThat(put("00001").getException()).isNull();
    server.stop(true);

    assertThat(OutageClassifier.isOutage(put("00002").getException())).isTrue();
    serve(hostKey);
    assertThat(put("00002").getException()).isNull();
    assertThat(served.resolve("incoming/01DELIVERY.json")).content().contains("\"id\":\"00002\"");
  }

  private void route(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("server", "127.0.0.1:" + port + "/incoming");
    parameters.put("user", "menta");
    parameters.put("knownHosts", home.resolve("known_hosts").toString());
    routes.use("sftp-put", parameters);
  }

  private Exchange put(String id) throws Exception {
    return routes.attempt("test", RunningKamelets.ticket(id, "a@example.com"));
  }

  private void serve(KeyPair key) throws IOException {
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPasswordAuthenticator((user, password, session) -> judged(password, user.equals("menta") && password.equals(PASSWORD)));
    server.setKeyboardInteractiveAuthenticator(new DefaultKeyboardInteractiveAuthenticator() {
      @Override
      public boolean authenticate(ServerSession session, String user, List<String> answers) {
        return judged(String.join("", answers), user.equals("menta") && answers.equals(List.of(PASSWORD)));
      }
    });
    server.setPublickeyAuthenticator((user, given, session) -> KeyUtils.compareKeys(given, userKey.getPublic()));
    if (!methods.isEmpty()) {
      CoreModuleProperties.AUTH_METHODS.set(server, methods);
    }
    SftpSubsystemFactory sftp = new SftpSubsystemFactory();
    sftp.addSftpEventListener(new SftpEventListener() {
      @Override
      public void opening(ServerSession session, String remote, Handle local) {
        if (local instanceof FileHandle file) {
          opened.add(file.getFile().getFileName().toString());
        } else {
          listed.add(local.getFile().toString());
        }
      }
    });
    server.setSubsystemFactories(List.of(sftp));
    server.setFileSystemFactory(new VirtualFileSystemFactory(served));
    server.start();
  }

  private boolean judged(String password, boolean right) {
    if (!right) {
      refused.add(password);
    }
    return right;
  }

  private static KeyPair key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private List<String> files() throws IOException {
    if (!Files.exists(served.resolve("incoming"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(served.resolve("incoming"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
