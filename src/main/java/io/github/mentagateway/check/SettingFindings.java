package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.Severity;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with {@code config/application.properties}, at the lines where it is written. */
public final class SettingFindings {
  private static final String FILE = "config/application.properties";
  private static final Pattern NAME = Pattern.compile("(?:gateway|camel\\.beans)\\.[\\w.-]*\\w");
  private static final Pattern KEY = Pattern.compile("\\s*((?:[^\\s=:\\\\#!]|\\\\.)(?:[^\\s=:\\\\]|\\\\.)*).*");
  private static final Pattern GOES_ON = Pattern.compile("(?:.*[^\\\\])?(?:\\\\\\\\)*\\\\");

  private final Map<String, Integer> lines;
  private final Map<String, String> environment;
  private final List<Finding> findings = new ArrayList<>();

  /** @param environment what wins over the file */
  public SettingFindings(Path home, Map<String, String> environment) {
    this.lines = lines(home.resolve(FILE));
    this.environment = environment;
  }

  /** @param problem a sentence that begins with the setting's name */
  public void add(String problem) {
    Matcher name = NAME.matcher(problem);
    String first = name.find() ? name.group() : "";
    String variable = Placeholders.variable(first);
    findings.add(new Finding(Severity.ERROR, "bad-setting", FILE, line(first), 1,
        problem + (environment.containsKey(variable) ? " (the variable " + variable + " sets it)" : "")));
  }

  /** By their lines. */
  public Stream<Finding> inOrder() {
    return findings.stream().sorted(Comparator.comparing(Finding::line));
  }

  /** Of one that is missing, the line of another of its group. */
  private int line(String name) {
    String group = name.substring(0, name.lastIndexOf('.') + 1);
    return lines.getOrDefault(name, lines.entrySet().stream().filter(entry -> group.length() > "gateway.".length()
        && group.split("\\.").length > 2 && entry.getKey().startsWith(group)).map(Map.Entry::getValue).findFirst().orElse(1));
  }

  /** The line of each key, of the last one where it stands twice, since that counts. */
  private static Map<String, Integer> lines(Path file) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    try {
      boolean continued = false;
      int number = 0;
      for (String line : TextFile.read(file).split("\\R", -1)) {
        number++;
        Matcher key = KEY.matcher(line);
        boolean isComment = !continued && line.strip().matches("[#!].*");
        if (!continued && key.matches()) {
          lines.put(key.group(1), number);
        }
        continued = !isComment && GOES_ON.matcher(line).matches();
      }
    } catch (IOException e) {
      // there is no file, or whoever reads the settings says what is wrong with it
    }
    return lines;
  }
}
