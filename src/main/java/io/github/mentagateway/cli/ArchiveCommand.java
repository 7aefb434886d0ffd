package io.github.mentagateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Makes the class-data archive, which holds the classes of {@code start-classes.txt}, read and verified, for one jar and one Java. A JVM
 * that finds an archive of another jar or Java goes on without it, so that an old archive is slow and never wrong.
 */
@Command(name = "archive", sortOptions = false,
    description = "Make the class-data archive with which this jar starts faster on this Java (some 80 MB, some ten seconds of one processor).",
    footer = {"", "Use it with: java -XX:SharedArchiveFile=FILE -Xlog:cds*=off -jar menta-gateway.jar"})
final class ArchiveCommand implements Callable<Integer> {
  private static final String CLASSES = "/start-classes.txt";

  private final CommandContext context;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where to; beside the jar as menta-gateway.jsa when it is left out.")
  private String file;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  ArchiveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path jar = jar();
    Path archive = file == null ? jar.resolveSibling("menta-gateway.jsa") : context.caller().resolve(file);
    try {
      make(jar, archive.toAbsolutePath());
    } catch (IOException e) {
      throw new CommandFailedException("the archive " + archive + " cannot be written: " + e
          + "; name a file in a folder that this user may write to, or start without an archive", e);
    }
    return 0;
  }

  private static Path jar() {
    try {
      Path code = Path.of(ArchiveCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(code)) {
        return code;
      }
      throw new CommandFailedException("the gateway runs from " + code + ", and an archive can be made of a jar only: build it with"
          + " mvn package, and run that");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the archive apart and moves it: it is there whole or not at all, also for a gateway that starts meanwhile. */
  private static void make(Path jar, Path archive) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(archive.getParent(), ".archive-");
    try {
      Path classes = work.resolve("classes");
      try (InputStream list = ArchiveCommand.class.getResourceAsStream(CLASSES)) {
        Files.copy(list, classes);
      }
      Path made = work.resolve("made");
      java("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + made, "-Xmx128m", "-cp", jar.toString());
      sync(made);
      // a JVM does not notice an archive that is cut short, and crashes later
      java("-Xshare:on", "-XX:SharedArchiveFile=" + made, "-jar", jar.toString(), "--version");
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      for (String name : List.of("classes", "made")) {
        Files.deleteIfExists(work.resolve(name));
      }
      Files.deleteIfExists(work);
    }
  }

  private static void sync(Path made) throws IOException {
    try (FileChannel channel = FileChannel.open(made, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void java(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=error:stderr"));
    line.addAll(List.of(arguments));
    ProcessBuilder java = new ProcessBuilder(line).redirectErrorStream(true);
    // these variables hold options for the gateway, which may name another collector
    java.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
    Process process = java.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = process.waitFor();
    if (code != 0) {
      throw new CommandFailedException("no archive could be made: java ended with " + code + (said.isEmpty() ? "" : " and said: "
          + said.lines().findFirst().orElseThrow()) + "; it needs some 500 MB of memory. The gateway starts without it, only slower");
    }
  }
}
