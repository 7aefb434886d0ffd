package io.github.mentagateway.scaffold;

import io.github.mentagateway.check.Endpoint;
import io.github.mentagateway.check.Names;
import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.check.RouterBranches;
import io.github.mentagateway.destination.BodyTemplates;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A destination with all that belongs to it: its route, its mail or template, its settings, its case, and the router's step. */
public final class NewDestination {
  /** The channels of the gateway itself, and names whose settings would be the gateway's or Camel's. */
  private static final Set<String> RESERVED = Set.of("notifications", "quarantine", "dead-letters", "gateway", "camel");
  private static final Pattern ID = Pattern.compile("(?m)^ *id: \"?([^\"\\s]+)");
  private static final String PROPERTIES = "config/application.properties";

  private final Settings settings;
  private final String name;
  private final Optional<String> action;
  private final RouteFiles files;
  private final RouteSet routes;
  private final DestinationText text;
  private final List<Sample> samples;
  private final List<String> said = new ArrayList<>();

  private NewDestination(Settings settings, Map<String, String> environment, String name, Kind kind, Optional<String> action) {
    Path home = settings.home().toAbsolutePath().normalize();
    this.files = RouteFiles.read(settings.routes().toAbsolutePath().normalize(), home);
    files.findings().stream().filter(Finding::isError).findFirst().ifPresent(finding -> {
      throw new RefusedException("a route file cannot be read, and whether " + name + " is free is not known: mend it first. " + finding);
    });
    this.settings = settings;
    this.name = name;
    this.action = action;
    this.routes = new RouteSet(files, settings, environment);
    this.samples = Sample.all(home.resolve("samples"));
    this.text = new DestinationText(name, kind, action, action.map(one -> Sample.fields(samples, one)).orElse(List.of()),
        settings.standIns().enabled());
  }

  /**
   * @param action whose branch of the router is to send there
   * @return what was done and what to do next, for a person
   * @throws RefusedException when it cannot be, with nothing written
   */
  public static List<String> write(Settings settings, Map<String, String> environment, String name, Kind kind, Optional<String> action)
      throws IOException {
    if (!name.matches("[a-z][a-z0-9-]{0,99}")) {
      throw new RefusedException("'" + name + "' cannot be a channel's name: it must begin with a small letter and hold only small letters,"
          + " digits and '-', at most 100 of them, such as crm or seat-maps");
    }
    if (RESERVED.contains(name)) {
      throw new RefusedException("'" + name + "' is a name of the gateway itself: choose another one");
    }
    action.filter(one -> !one.matches("[A-Za-z][A-Za-z0-9._-]*")).ifPresent(one -> {
      throw new RefusedException("'" + one + "' cannot be an action: write one as menta tech sends it, such as ticket.updated");
    });
    kind.demandComponent();
    NewDestination destination = new NewDestination(settings, environment, name, kind, action);
    destination.demandNoSlip();
    destination.write(kind);
    return destination.said;
  }

  /** Seven files later a misspelt action would be a branch that nothing ever takes. */
  private void demandNoSlip() {
    Set<String> known = new TreeSet<>(RouterBranches.actions(files));
    samples.forEach(sample -> known.add(sample.envelope().action()));
    action.filter(one -> !known.contains(one)).ifPresent(one ->
        known.stream().filter(other -> Names.isSlip(one, other)).findFirst().ifPresent(other -> {
          throw new RefusedException("no branch and no sample has the action '" + one + "'; did you mean '" + other + "'? If menta tech sends '"
              + one + "' too, put a sample of it into samples/ first, or leave --action out");
        }));
  }

  private void write(Kind kind) throws IOException {
    Path file = settings.routes().resolve("destinations").resolve(name + ".camel.yaml");
    Path mail = settings.routes().resolve("mail").resolve(name + ".txt");
    Path testCase = settings.home().resolve(NewCase.file(name));
    Path body = settings.routes().resolve(BodyTemplates.FOLDER).resolve(name + ".xml");
    demandFree(file, testCase);
    if (kind == Kind.MAIL) {
      demandFree(mail);
    } else if (kind == Kind.SOAP) {
      demandFree(body);
    }
    routes.endpoints().stream().filter(Endpoint::isConsumer).filter(from -> from.scheme().equals("durable") && from.path().equals(name))
        .findFirst().ifPresent(from -> {
          throw new RefusedException("durable:" + name + " is a channel already (" + from.document().place(from.at())
              + "): choose another name, or change that route");
        });
    Set<String> ids = ids();
    ID.matcher(text.route()).results().map(id -> id.group(1)).filter(ids::contains).findFirst().ifPresent(id -> {
      throw new RefusedException("the id '" + id
          + "' stands in the routes already, and an id stands once in all files: choose another name");
    });
    // before the route that names them: a gateway that watches its routes reads that one at once
    properties();
    if (kind == Kind.MAIL) {
      create(mail, text.mail());
    } else if (kind == Kind.SOAP) {
      create(body, text.soap());
    }
    create(file, text.route());
    String id = freeId("to-" + name);
    Optional<Router.Edit> edit = router(id);
    String expectation = edit.isPresent() ? expectation() : "";
    create(testCase, NewCase.text(action.orElse("What the router sends to " + name) + " reaches " + name,
        "Written together with the destination; say more cases beside it, such as the system being down",
        Sample.first(samples, action.orElse("")).map(Sample::file), expectation));
    next(edit.isPresent(), id, !expectation.isEmpty());
  }

  private void demandFree(Path... files) {
    for (Path file : files) {
      if (Files.exists(file)) {
        throw new RefusedException(shown(file) + " is there already, and is never overwritten: choose another name, or remove it");
      }
    }
  }

  private void create(Path file, String content) throws IOException {
    TextEdit.create(file, content);
    said.add("wrote " + shown(file));
  }

  private String shown(Path file) {
    return file.startsWith(settings.home()) ? settings.home().relativize(file).toString() : file.toString();
  }

  private void properties() {
    Map<String, DestinationText.Property> missing = new LinkedHashMap<>();
    for (DestinationText.Property property : text.properties()) {
      if (!settings.values().containsKey(property.name())) {
        missing.put(property.name(), property);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    String lines = missing.values().stream().map(property -> property.comment() + "\n" + property.line() + "\n")
        .collect(Collectors.joining());
    try {
      TextEdit.append(settings.home().resolve(PROPERTIES), "\n" + lines);
      said.add("added to " + PROPERTIES + ": " + String.join(", ", missing.keySet()));
    } catch (IOException e) {
      said.add(PROPERTIES + " cannot be written; add to it, or set them in the environment:");
      lines.lines().forEach(line -> said.add("  " + line));
    }
  }

  private Optional<Router.Edit> router(String id) {
    if (action.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Router.Edit> edit = new Router(routes).add(settings.home(), action.get(), DestinationText.step(name, id), id);
      edit.ifPresent(done -> said.add("added to " + done.file() + ", line " + done.line() + ": the step " + id + ", in the branch of "
          + action.get()));
      return edit;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empty when the files do not tell all that comes of a notification: then it is for {@code test --update} to write down. */
  private String expectation() {
    return action.filter(one -> samples.stream().anyMatch(sample -> sample.envelope().action().equals(one)))
        .flatMap(one -> new Router(routes).deliveries(one)).map(channels -> {
          Set<String> all = new LinkedHashSet<>(channels);
          all.add(name);
          return "  expect:\n    deliveries:\n" + all.stream().map(channel -> "      " + channel + ":\n        - ends: delivered\n")
              .collect(Collectors.joining());
        }).orElse("");
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    routes.documents().forEach(document -> document.eachMapping(mapping -> ids.add(RouteYaml.text(RouteYaml.at(mapping, "id")))));
    return ids;
  }

  private String freeId(String wanted) {
    Set<String> ids = ids();
    String id = wanted;
    for (int i = 2; ids.contains(id); i++) {
      id = wanted + "-" + i;
    }
    return id;
  }

  private void next(boolean routed, String id, boolean expects) {
    said.add("");
    said.add("Next:");
    int number = 1;
    if (!routed) {
      boolean isNew = action.isPresent() && !new Router(routes).hasBranch(action.get());
      said.add(number++ + ". put this " + (isNew ? "branch under 'when' of the router" : "step into the router, into the branch of "
          + action.orElse("an action")) + " (routes/router.camel.yaml):");
      String lines = isNew ? DestinationText.branch(action.get(), name, id) : DestinationText.step(name, id);
      lines.lines().forEach(line -> said.add("   " + line));
    }
    said.add(number++ + ". " + text.next());
    said.add(number++ + ". ask whether it is right: ./menta-gateway check");
    said.add(number + ". see what comes of it: ./menta-gateway test " + (expects ? NewCase.file(name) + ", and say in the case what is sent"
        : "--update " + NewCase.file(name) + ", which writes it into the case; look whether it is what you want"));
  }
}
