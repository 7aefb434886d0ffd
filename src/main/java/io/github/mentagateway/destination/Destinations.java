package io.github.mentagateway.destination;

import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Secrets;
import io.github.mentagateway.settings.Settings;
import jakarta.mail.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.Model;

/**
 * The objects that the kamelets find in Camel's registry. It is opened before the context starts, and closed after the context has stopped.
 */
public final class Destinations implements AutoCloseable {
  private static final String NAME = "destinations";

  private final DatabasePools databases;
  private final Session mailSession;
  private final String mailFrom;
  private final SecretFunction secrets;
  private volatile MailTemplates templates = new MailTemplates(RouteFiles.of(List.of(), Path.of("")));
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
    Thread thread = new Thread(task, "destination-timer");
    thread.setDaemon(true);
    return thread;
  });

  private Destinations(Settings settings, Settings.Mail mail, SecretFunction secrets, Function<Settings.Database, DatabasePool> opener) {
    mailSession = MailSession.create(mail);
    mailFrom = mail.from();
    this.secrets = secrets;
    databases = new DatabasePools(settings.databases().values(), opener);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** @throws IllegalArgumentException with the property's name when a database has no driver or a certificate cannot be read */
  public static Destinations open(Settings settings) {
    return open(settings, settings.mail());
  }

  /** @param mail the mail server, in place of the one in the settings */
  public static Destinations open(Settings settings, Settings.Mail mail) {
    Secrets secrets = settings.secrets();
    return new Destinations(settings, mail, new SecretFunction(secrets::get, secrets::remember), DatabasePools::withDriver);
  }

  /**
   * For routes that are only tried out: no secret is read, its name stands for it, and no driver is asked for a connection.
   *
   * @param databases gives the connections of a database, by its name
   */
  public static Destinations stubbed(Settings settings, Function<String, DataSource> databases) {
    return new Destinations(settings, settings.mail(), new SecretFunction(name -> "secret:" + name, name -> {}),
        database -> new DatabasePool(database, databases.apply(database.name())));
  }

  /** @param registry such as {@code main::bind}, before Camel runs */
  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
    registry.accept("mailSession", mailSession);
    registry.accept("kameletParameters", new KameletParameters());
    databases.bindTo(registry);
  }

  /**
   * Makes {@code {{secret:NAME}}} known to the routes and the settings of Camel, and the parameters of kamelets arrive unchanged. Called
   * before the context starts.
   */
  public void addTo(CamelContext context) {
    context.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(KameletParameters.wholeValues());
    secrets.addTo((PropertiesComponent) context.getPropertiesComponent());
  }

  /** From now on mails are written from the texts among these files. */
  public void use(RouteFiles files) {
    templates = new MailTemplates(files);
  }

  public static Destinations of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, Destinations.class);
  }

  /** Frees a thread that waits for a database, where an interrupt may do nothing: its call fails. */
  public void abort(Thread thread) {
    databases.abort(thread);
  }

  DatabasePools databases() {
    return databases;
  }

  SecretFunction secrets() {
    return secrets;
  }

  /** The timer of the calls' timeouts. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Those of the version that runs now; a mail is written from one version only. */
  MailTemplates templates() {
    return templates;
  }

  String mailFrom() {
    return mailFrom;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    databases.close();
  }
}
