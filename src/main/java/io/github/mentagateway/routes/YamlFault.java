package io.github.mentagateway.routes;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * Why a text is no YAML, at the line that its author has to change. The parser tells where it could not go on, which is often the line behind
 * that one.
 *
 * @param line from 1
 * @param column from 1
 */
record YamlFault(int line, int column, String message) {
  private static final Pattern CONFLICT = Pattern.compile("(?m)^(?:<{7}|>{7}) .*$");
  private static final Pattern BARE_BRACES = Pattern.compile("(?m)^[^\"'#\\n]*?(?::|-)[ ]+(\\{\\{[^\\n]*)");
  private static final Pattern KEY = Pattern.compile("\\s*(?:- +)*+(\"[^\"]*\"|'[^']*'|[^\\s\"'{\\[#][^:#]*):(?: .*)?");

  static YamlFault of(YamlEngineException e, String text) {
    Matcher conflict = CONFLICT.matcher(text);
    if (conflict.find()) {
      return at(text, conflict.start(), "a conflict of a merge is left here: choose one of its two sides, and remove the lines <<<<<<<, ======= and >>>>>>>");
    }
    Matcher bare = BARE_BRACES.matcher(text);
    if (!(e instanceof MarkedYamlEngineException marked) || marked.getProblemMark().isEmpty()) {
      return bare.find() ? at(text, bare.start(1), "{{…}} begins a mapping in YAML: put the whole value into quotes, \"{{…}}\"")
          : new YamlFault(1, 1, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    Reader reader = new Reader(text, marked, marked.getProblemMark().get());
    try {
      return reader.fault();
    } catch (RuntimeException | StackOverflowError oddText) {
      // an odd text: the parser's own place then
      return reader.here(String.valueOf(marked.getProblem()));
    }
  }

  private static YamlFault at(String text, int index, String message) {
    String before = text.substring(0, index);
    return new YamlFault((int) before.chars().filter(c -> c == '\n').count() + 1, index - before.lastIndexOf('\n'), message);
  }

  private record Reader(String text, MarkedYamlEngineException failure, Mark mark) {

    YamlFault fault() {
      String problem = String.valueOf(failure.getProblem());
      String context = String.valueOf(failure.getContext());
      Optional<Mark> begin = failure.getContextMark();
      if (problem.contains("\\t(TAB)")) {
        return here("a tab stands here, and YAML is indented with blanks only: write blanks in its place");
      }
      if (context.contains("quoted scalar") && problem.contains("unexpected end") && begin.isPresent()) {
        return at(begin.get(), "the quote that begins here is not closed: write it at the end of the text too");
      }
      if (problem.startsWith("found unknown escape character")) {
        return here("in double quotes a '\\' begins an escape such as \\n: write \\\\ for one '\\', or single quotes around the text");
      }
      if (problem.contains("that cannot start any token")) {
        return here("a text that begins with '" + text.charAt(index()) + "' stands in quotes: write them around it");
      }
      if (problem.contains("found another document")) {
        return here("'---' begins a second document, and a file holds one: remove the line");
      }
      if (problem.equals("could not find expected ':'") && begin.isPresent()) {
        return noColon(begin.get().getLine());
      }
      if (problem.startsWith("mapping values are not allowed")) {
        return value();
      }
      if (context.contains("flow") && begin.isPresent() && begin.get().getLine() < mark.getLine()) {
        return at(begin.get(), "the '" + text.charAt(index(begin.get())) + "' that begins here is not closed: close it, or put quotes around the text");
      }
      return problem.startsWith("expected <block end>") ? token(problem) : here(problem);
    }

    private YamlFault here(String message) {
      return at(mark, message);
    }

    private static YamlFault at(Mark place, String message) {
      return new YamlFault(place.getLine() + 1, place.getColumn() + 1, message);
    }

    private int index() {
      return index(mark);
    }

    private int index(Mark place) {
      return text.offsetByCodePoints(0, Math.min(place.getIndex(), text.codePointCount(0, text.length()) - 1));
    }

    private List<String> lines() {
      return List.of(text.split("\r\n|\r|\n", -1));
    }

    private static int indent(String line) {
      return line.length() - line.stripLeading().length();
    }

    private YamlFault noColon(int line) {
      if (line > 0 && lines().get(line - 1).matches(".*: +[>|][-+]?\\s*")) {
        return new YamlFault(line + 1, indent(lines().get(line)) + 1, "the text of the line above begins here: indent it deeper than that line");
      }
      return new YamlFault(line + 1, indent(lines().get(line)) + 1, "this line has no ':' behind a name: write \"name: value\", with a blank behind"
          + " the colon");
    }

    /** A colon where none may stand: a line above that goes on here, or a text with a colon in it. */
    private YamlFault value() {
      int number = mark.getLine();
      String line = lines().get(number);
      int before = number - 1;
      while (before > 0 && lines().get(before).isBlank()) {
        before--;
      }
      boolean isKey = !line.substring(0, mark.getColumn()).contains(":");
      if (isKey && before >= 0) {
        String above = lines().get(before);
        if (!KEY.matcher(above).matches()) {
          return noColon(before);
        }
        boolean isAboveOdd = number + 1 < lines().size() && indent(lines().get(number + 1)) == indent(line);
        return new YamlFault((isAboveOdd ? before : number) + 1, indent(isAboveOdd ? above : line) + 1, "this line begins in another column than the"
            + " one " + (isAboveOdd ? "below" : "above") + " it, to which it belongs: begin both in the same");
      }
      return here("a ': ' in a text ends it: put quotes around the whole text");
    }

    /** Something stands where the block above should go on. */
    private YamlFault token(String problem) {
      ScalarToken last = lastScalar();
      if (problem.contains("'<scalar>'") && last != null && !last.isPlain()) {
        Mark start = last.getStartMark().orElseThrow();
        return start.getLine() < mark.getLine() ? at(start, "the quote that begins here is closed in line " + (mark.getLine() + 1)
            + " only: close it where the text ends") : here("the text goes on behind its closing quote: quotes of the same kind in a text are"
            + " written \\\" in double quotes, and '' in single ones");
      }
      return here("the line begins in a column in which no line above it begins: indent it like its neighbours");
    }

    /** The last text before the place. */
    private ScalarToken lastScalar() {
      ScalarToken last = null;
      LoadSettings settings = LoadSettings.builder().build();
      ScannerImpl scanner = new ScannerImpl(settings, new StreamReader(settings, text));
      try {
        while (scanner.hasNext()) {
          Token token = scanner.next();
          if (token.getStartMark().map(start -> start.getIndex() >= mark.getIndex()).orElse(true)) {
            return last;
          }
          last = token instanceof ScalarToken scalar ? scalar : last;
        }
      } catch (YamlEngineException e) {
        // the text has another fault behind this one
      }
      return last;
    }
  }
}
