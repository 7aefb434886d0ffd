package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The settings, ports, users and times in {@code deploy/}, held against the settings that the gateway has, and against each other. */
class DeployFilesTest {
  private static final Path KUBERNETES = Path.of("deploy/kubernetes");
  private static final Pattern SECRET = Pattern.compile("\\{\\{secret:([^}]+)}}");
  /** What an exit takes beyond gateway.shutdown.timeout. */
  private static final Duration LAST_STEPS = Duration.ofSeconds(15);

  @TempDir private Path home;

  /** One object of a manifest, or a part of it. */
  private record Node(Object value) {
    Node at(String... path) {
      Object found = value;
      for (String name : path) {
        found = found instanceof Map<?, ?> map ? map.get(name) : null;
      }
      return new Node(found);
    }

    List<Node> all() {
      return value instanceof List<?> list ? list.stream().map(Node::new).toList() : List.of();
    }

    Node named(String name) {
      return all().stream().filter(node -> node.text("name").equals(name)).findFirst()
          .orElseThrow(() -> new AssertionError(name + " is not among " + value));
    }

    String text(String... path) {
      return String.valueOf(at(path).value);
    }

    int number(String... path) {
      return Integer.parseInt(text(path));
    }
  }

  private static List<Node> objects(String file) throws IOException {
    return StreamSupport.stream(new Yaml().loadAll(Files.readString(KUBERNETES.resolve(file))).spliterator(), false).map(Node::new).toList();
  }

  private static Node object(String file, String kind) throws IOException {
    return objects(file).stream().filter(object -> object.text("kind").equals(kind)).findFirst().orElseThrow();
  }

  private static Node pod(String file) throws IOException {
    return object(file, "Deployment").at("spec", "template", "spec");
  }

  private static Node container(String file) throws IOException {
    return pod(file).at("containers").all().get(0);
  }

  private static Map<String, String> environment(String file) throws IOException {
    return container(file).at("env").all().stream().collect(Collectors.toMap(variable -> variable.text("name"), variable -> variable.text("value")));
  }

  private Settings settings(Map<String, String> environment) throws Exception {
    Map<String, String> here = new HashMap<>(environment);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      Matcher secret = SECRET.matcher(variable.getValue());
      while (secret.find()) {
        here.put(secret.group(1).toUpperCase().replace('.', '_').replace('-', '_'), secret.group(1).equals("intake-path") ? "/in/x7" : "x".repeat(40));
      }
    }
    here.put("GATEWAY_ROUTES", Files.createDirectories(home.resolve("routes")).toString());
    here.put("GATEWAY_TLS_CERTIFICATE", Files.writeString(home.resolve("tls.crt"), "x").toString());
    here.put("GATEWAY_TLS_PRIVATE_KEY", Files.writeString(home.resolve("tls.key"), "x").toString());
    return Settings.load(home, here);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite.yaml", "postgresql.yaml"})
  void each_variable_of_a_pod_is_a_setting_and_right(String file) throws Exception {
    Set<String> known = Settings.load(empty(), Map.of()).values().keySet().stream().map(PropertySource::environmentName).collect(Collectors.toSet());

    assertThat(environment(file).keySet()).hasSizeGreaterThan(8).allSatisfy(name -> assertThat(known).contains(name));
    Settings settings = settings(environment(file));
    assertThat(settings.jsonLog()).isTrue();
    assertThat(settings.intake().path()).hasValue("/in/x7");
    assertThat(settings.intake().headerValues()).containsExactly("Bearer " + "x".repeat(40));
    assertThat(settings.store().isPostgres()).isEqualTo(file.startsWith("postgresql"));
  }

  private Path empty() throws IOException {
    Path folder = home.resolve("empty");
    Files.createDirectories(folder.resolve("routes"));
    return folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite.yaml", "postgresql.yaml"})
  void ports_and_probes_are_those_that_the_gateway_listens_on(String file) throws Exception {
    Settings settings = settings(environment(file));
    Node ports = container(file).at("ports");

    assertThat(ports.named("https").number("containerPort")).isEqualTo(settings.intake().listen().port());
    assertThat(ports.named("management").number("containerPort")).isEqualTo(settings.management().listen().port());
    assertThat(settings.management().listen().isLoopback()).isFalse();
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container(file).text(probe, "httpGet", "port")).isEqualTo("management");
      assertThat(container(file).text(probe, "httpGet", "scheme")).isEqualTo("HTTPS");
    }
    Set<String> names = ports.all().stream().map(port -> port.text("name")).collect(Collectors.toSet());
    for (Node object : objects("common.yaml")) {
      object.at("spec", "ports").all().forEach(port -> assertThat(names).contains(port.text("targetPort")));
      object.at("spec", "ingress").all().forEach(rule -> rule.at("ports").all().forEach(port -> assertThat(names).contains(port.text("port"))));
    }
    assertThat(names).contains(object("servicemonitor.yaml", "ServiceMonitor").at("spec", "endpoints").all().get(0).text("port"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite.yaml", "postgresql.yaml"})
  void a_pod_is_given_the_time_that_a_stop_takes_and_no_rights(String file) throws Exception {
    Node pod = pod(file);
    String[] sleep = container(file).at("lifecycle", "preStop", "exec", "command").all().stream().map(word -> word.text()).toArray(String[]::new);
    Duration stop = settings(environment(file)).shutdownTimeout().plus(LAST_STEPS).plusSeconds(Integer.parseInt(sleep[1]));
    assertThat(pod.number("terminationGracePeriodSeconds")).isGreaterThan((int) stop.toSeconds());

    Node user = pod.at("securityContext");
    assertThat(user.text("runAsNonRoot")).isEqualTo("true");
    assertThat(user.text("seccompProfile", "type")).isEqualTo("RuntimeDefault");
    String image = Files.readString(Path.of("deploy/Containerfile"));
    assertThat(image).contains("USER " + user.text("runAsUser") + ":" + user.text("runAsGroup") + "\n");
    Node rights = container(file).at("securityContext");
    assertThat(rights.text("allowPrivilegeEscalation")).isEqualTo("false");
    assertThat(rights.text("readOnlyRootFilesystem")).isEqualTo("true");
    assertThat(rights.text("capabilities", "drop")).isEqualTo("[ALL]");
    assertThat(pod.text("automountServiceAccountToken")).isEqualTo("false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite.yaml", "postgresql.yaml"})
  void what_is_mounted_is_there_and_what_the_settings_name_is_mounted(String file) throws Exception {
    Node mounts = container(file).at("volumeMounts");
    Map<String, String> paths = mounts.all().stream().collect(Collectors.toMap(mount -> mount.text("name"), mount -> mount.text("mountPath")));
    assertThat(pod(file).at("volumes").all().stream().map(volume -> volume.text("name"))).containsExactlyInAnyOrderElementsOf(paths.keySet());
    assertThat(mounts.all()).as("what has a subPath is not kept up to date").allSatisfy(mount -> assertThat(mount.at("subPath").value()).isNull());

    Map<String, String> settings = environment(file);
    String image = "/opt/menta-gateway";
    assertThat(Files.readString(Path.of("deploy/Containerfile"))).contains("WORKDIR " + image + "\n", "VOLUME " + image + "/data\n");
    assertThat(paths).containsEntry("data", image + "/data").containsEntry("config", image + "/config").containsEntry("tmp", "/tmp")
        .containsEntry("secrets", settings.get("GATEWAY_SECRETS"))
        .containsEntry("routes", settings.get("GATEWAY_ROUTES") + "/yaml").containsEntry("mail", settings.get("GATEWAY_ROUTES") + "/mail");
    assertThat(settings.get("GATEWAY_TLS_CERTIFICATE")).isEqualTo(paths.get("tls") + "/tls.crt");
    assertThat(settings.get("GATEWAY_TLS_PRIVATE_KEY")).isEqualTo(paths.get("tls") + "/tls.key");
  }

  @Test
  void all_objects_mean_the_same_pods() throws Exception {
    Map<String, String> label = Map.of("app.kubernetes.io/name", "menta-gateway");
    List<Object> selectors = new ArrayList<>();
    for (String store : List.of("sqlite", "postgresql")) {
      Map<String, String> labels = Map.of("app.kubernetes.io/name", "menta-gateway", "app.kubernetes.io/instance", store);
      Node deployment = object(store + ".yaml", "Deployment");
      assertThat(deployment.text("metadata", "name")).as("one store's gateway does not replace the other's").isEqualTo("menta-gateway-" + store);
      assertThat(deployment.at("spec", "template", "metadata", "labels").value()).isEqualTo(labels);
      assertThat(deployment.at("spec", "selector", "matchLabels").value()).isEqualTo(labels);
    }
    selectors.add(object("postgresql.yaml", "PodDisruptionBudget").at("spec", "selector", "matchLabels").value());
    for (Node object : objects("common.yaml")) {
      selectors.add(object.text("kind").equals("Service")
          ? object.at("spec", "selector").value() : object.at("spec", "podSelector", "matchLabels").value());
    }
    assertThat(selectors).hasSize(4).containsOnly(label);
    Object monitored = object("servicemonitor.yaml", "ServiceMonitor").at("spec", "selector", "matchLabels").value();
    assertThat(objects("common.yaml")).anyMatch(object -> monitored.equals(object.at("metadata", "labels").value()));
  }

  @Test
  void one_gateway_alone_has_a_file_of_sqlite_and_several_share_postgresql() throws Exception {
    Node one = object("sqlite.yaml", "Deployment").at("spec");
    assertThat(one.number("replicas")).isEqualTo(1);
    assertThat(one.text("strategy", "type")).isEqualTo("Recreate");
    assertThat(object("sqlite-volume.yaml", "PersistentVolumeClaim").text("spec", "accessModes")).isEqualTo("[ReadWriteOncePod]");
    assertThat(pod("sqlite.yaml").at("volumes").named("data").text("persistentVolumeClaim", "claimName"))
        .isEqualTo(object("sqlite-volume.yaml", "PersistentVolumeClaim").text("metadata", "name"));

    assertThat(objects("sqlite.yaml")).as("who deletes the gateway keeps its inbox").extracting(object -> object.text("kind")).containsExactly("Deployment");

    Node several = object("postgresql.yaml", "Deployment").at("spec");
    assertThat(several.number("replicas")).isGreaterThan(1);
    assertThat(several.number("strategy", "rollingUpdate", "maxUnavailable")).isZero();
    assertThat(environment("postgresql.yaml")).as("what each would make for itself is given to all")
        .containsKeys("GATEWAY_INTAKE_PATH", "GATEWAY_INTAKE_AUTH_HEADER_VALUE", "GATEWAY_TLS_CERTIFICATE", "GATEWAY_TLS_PRIVATE_KEY",
            "GATEWAY_DUPLICATES_OWNER_KEY", "GATEWAY_MANAGEMENT_TOKEN");
  }

  @Test
  void the_docs_make_each_config_map_and_secret_with_each_key() throws Exception {
    String docs = Files.readString(Path.of("docs/operating.md"));
    Set<String> secrets = new HashSet<>();
    for (String file : List.of("sqlite.yaml", "postgresql.yaml")) {
      for (Node volume : pod(file).at("volumes").all()) {
        Stream.of(volume.text("configMap", "name"), volume.text("secret", "secretName")).filter(name -> !name.equals("null"))
            .forEach(name -> assertThat(docs).contains(" " + name + " "));
      }
      environment(file).values().forEach(value -> SECRET.matcher(value).results().forEach(found -> secrets.add(found.group(1))));
    }
    Node authority = object("servicemonitor.yaml", "ServiceMonitor").at("spec", "endpoints").all().get(0).at("tlsConfig", "ca", "secret");
    List<String> tls = docs.lines().filter(line -> line.startsWith("kubectl create secret generic " + authority.text("name") + " ")).toList();
    assertThat(tls).singleElement().asString().contains("--from-file=" + authority.text("key"), "--from-file=tls.crt", "--from-file=tls.key");
    assertThat(docs).contains("deploy/menta-gateway-sqlite");
    assertThat(secrets).hasSize(5).allSatisfy(name -> assertThat(docs).contains("--from-file=" + name));
  }

  @Test
  void nginx_the_image_and_the_unit_name_the_gateway_s_ports_and_leave_it_time() throws Exception {
    Settings settings = Settings.load(empty(), Map.of());
    int intake = settings.intake().listen().port();
    int management = settings.management().listen().port();
    long stop = settings.shutdownTimeout().plus(LAST_STEPS).toSeconds();

    String nginx = Files.readString(Path.of("deploy/nginx.conf"));
    assertThat(nginx).contains("server 127.0.0.1:" + intake + " ", "proxy_protocol on;");
    assertThat(number(nginx, "proxy_timeout (\\d+)s;")).isGreaterThan(settings.intake().limits().idleTimeout().toSeconds());
    String image = Files.readString(Path.of("deploy/Containerfile"));
    assertThat(image).contains("EXPOSE " + intake + "\n", "-p " + intake + ":" + intake + " ", "/dev/tcp/127.0.0.1/" + management + " ");
    assertThat(number(image, "--stop-timeout (\\d+)")).isGreaterThan(stop);
    String unit = Files.readString(Path.of("deploy/systemd/menta-gateway.service"));
    assertThat(number(unit, "TimeoutStopSec=(\\d+)")).isGreaterThan(stop);
    assertThat(unit).contains("\nRestartPreventExitStatus=2\n", "\nSuccessExitStatus=143\n");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<user>10001:10001</user>", "<port>" + intake + "</port>");
  }

  private static long number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Long.parseLong(found.group(1));
  }
}
