package io.github.mentagateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A recipe of {@code routes/README.md}, which can be laid out in a gateway's folder as the page says. */
public record Recipe(String name, String text) {
  private static final Pattern RECIPE = Pattern.compile("(?ms)^### (\\d+ [^\\n]+)\\n(.*?)(?=^##)");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?!sh)\\w+\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final String ADD = "./menta-gateway lib add ";

  public static List<Recipe> all() throws IOException {
    return RECIPE.matcher(Files.readString(Path.of("routes/README.md"))).results().map(found -> new Recipe(found.group(1), found.group(2))).toList();
  }

  @Override
  public String toString() {
    return name;
  }

  /** What it adds to {@code lib/}; empty when what is inside is enough. */
  public List<String> libraries() {
    return text.lines().filter(line -> line.startsWith(ADD)).flatMap(line -> Stream.of(line.substring(ADD.length()).split(" "))).toList();
  }

  /** @param words what stands as code in the paragraph before it, the file's path among it */
  private record Snippet(List<String> words, String text) {
    String file() {
      return words.stream().filter(word -> word.matches("(routes|config|samples|test-cases)/.*\\.\\w+")).findFirst().orElseThrow();
    }
  }

  private List<Snippet> snippets() {
    return BLOCK.matcher(text).results().map(block -> new Snippet(words(text.substring(0, block.start())), block.group(1))).toList();
  }

  private static List<String> words(String before) {
    String paragraph = before.stripTrailing().substring(before.stripTrailing().lastIndexOf("\n\n") + 1);
    return CODE.matcher(paragraph).results().map(word -> word.group(1)).filter(word -> !word.contains(" ")).toList();
  }

  /** The files with its cases. */
  public List<String> cases() {
    return snippets().stream().map(Snippet::file).filter(file -> file.endsWith(".case.yaml")).toList();
  }

  public void layInto(Path home) throws IOException {
    for (Snippet snippet : snippets()) {
      lay(home, snippet);
    }
  }

  private static void lay(Path home, Snippet snippet) throws IOException {
    Path file = home.resolve(snippet.file());
    String text = snippet.text();
    if (snippet.file().equals("routes/router.camel.yaml")) {
      String router = Files.readString(file);
      int place = text.startsWith("- id:") ? router.indexOf("            otherwise:")
          : after(router, "steps:\n", after(router, "- id: " + snippet.words().get(0) + "\n", 0));
      insert(file, place, text.indent(text.startsWith("- id:") ? 14 : 18));
    } else if (snippet.file().equals("routes/errors.camel.yaml")) {
      insert(file, after(Files.readString(file), "onException:\n", 0), text.indent(6));
    } else if (snippet.file().equals("config/application.properties")) {
      Files.writeString(file, Files.readString(file) + "\n" + text);
    } else {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }

  private static int after(String text, String part, int from) {
    int at = text.indexOf(part, from);
    assertThat(at).as(part).isNotNegative();
    return at + part.length();
  }

  private static void insert(Path file, int place, String text) throws IOException {
    String content = Files.readString(file);
    Files.writeString(file, content.substring(0, place) + text + content.substring(place));
  }
}
