package io.github.mentagateway.sandbox;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jdbc.JdbcComponent;
import org.apache.camel.component.jdbc.JdbcEndpoint;
import org.apache.camel.spi.annotations.Component;

/** Camel's JDBC component, where a data source that the routes bring themselves is not asked for a connection either. */
@Component("jdbc")
final class StubbedJdbc extends JdbcComponent {
  private final Set<String> stubbed;
  private final Function<String, DataSource> databases;

  /** @param stubbed the data sources that have a stand-in already */
  StubbedJdbc(Set<String> stubbed, Function<String, DataSource> databases) {
    this.stubbed = stubbed;
    this.databases = databases;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
    JdbcEndpoint endpoint = (JdbcEndpoint) super.createEndpoint(uri, remaining, parameters);
    if (!stubbed.contains(remaining)) {
      endpoint.setDataSource(databases.apply(remaining));
    }
    return endpoint;
  }
}
