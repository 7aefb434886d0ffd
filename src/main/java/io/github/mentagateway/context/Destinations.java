package io.github.mentagateway.context;

import io.github.mentagateway.destination.BodyTemplates;
import io.github.mentagateway.destination.KameletParameters;
import io.github.mentagateway.destination.SecretFunction;
import io.github.mentagateway.destination.database.DatabasePool;
import io.github.mentagateway.destination.database.DatabasePools;
import io.github.mentagateway.destination.mail.Mails;
import io.github.mentagateway.destination.oauth.AccessTokens;
import io.github.mentagateway.destination.rest.RestApis;
import io.github.mentagateway.destination.rest.RestTimer;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Secrets;
import io.github.mentagateway.settings.Settings;
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
  private final Mails mails;
  private final BodyTemplates templates = new BodyTemplates();
  private final RestTimer timer;
  private final RestApis apis;
  private final SecretFunction secrets;

  private Destinations(Settings settings, Mails mails, RestTimer timer, RestApis apis, SecretFunction secrets,
      Function<Settings.Database, DatabasePool> opener) {
    this.mails = mails;
    this.timer = timer;
    this.apis = apis;
    this.secrets = secrets;
    this.databases = new DatabasePools(settings.databases().values(), opener);
  }

  /** @throws IllegalArgumentException with the property's name when a database has no driver or a certificate cannot be read */
  public static Destinations open(Settings settings) {
    return open(settings, settings.mail());
  }

  /** @param mail the mail server, in place of the one in the settings */
  public static Destinations open(Settings settings, Settings.Mail mail) {
    Secrets secrets = settings.secrets();
    RestTimer timer = new RestTimer();
    RestApis apis = RestApis.open(settings.rest(), secrets, timer);
    Mails mails = Mails.open(mail, mail.tokens().map(credentials -> AccessTokens.of(credentials, secrets, apis.tokenServer())));
    return new Destinations(settings, mails, timer, apis,
        new SecretFunction(secrets::get, secrets::remember), DatabasePools::withDriver);
  }

  /**
   * For routes that are only tried out: no secret is read, its name stands for it, no file of a mail either, and no driver is asked for a
   * connection.
   *
   * @param databases gives the connections of a database, by its name
   */
  public static Destinations stubbed(Settings settings, Function<String, DataSource> databases) {
    return new Destinations(settings, Mails.stubbed(settings.mail()), new RestTimer(), RestApis.stubbed(settings.rest()),
        new SecretFunction(name -> "secret:" + name, name -> {}),
        database -> new DatabasePool(database, databases.apply(database.name())));
  }

  /** @param registry such as {@code main::bind}, before Camel runs */
  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
    registry.accept("kameletParameters", new KameletParameters());
    secrets.bindTo(registry);
    mails.bindTo(registry);
    templates.bindTo(registry);
    timer.bindTo(registry);
    apis.bindTo(registry);
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

  /** From now on mails, and the bodies of calls, are written from the texts among these files. */
  public void use(RouteFiles files) {
    mails.use(files);
    templates.use(files);
  }

  public static Destinations of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, Destinations.class);
  }

  /** Frees a thread that waits for a database, where an interrupt may do nothing: its call fails. */
  public void abort(Thread thread) {
    databases.abort(thread);
  }

  @Override
  public void close() {
    timer.close();
    mails.close();
    apis.close();
    databases.close();
  }
}
