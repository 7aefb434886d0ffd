package io.github.mentagateway.management;

import io.github.mentagateway.health.OperatorHealthCheck;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.privacy.Masks;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Warns of what menta sends since lately, until a person has acknowledged it. */
final class ContractHealthCheck extends OperatorHealthCheck {
  private static final int MOST_SHOWN = 5;
  private static final int LONGEST_NAME = 100;

  private final Supplier<List<Seen>> news;

  ContractHealthCheck(Supplier<List<Seen>> news) {
    super("contract");
    this.news = news;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    List<Seen> all = news.get();
    result.up();
    if (!all.isEmpty()) {
      result.message("warning: menta sends what it did not; new actions, fields or types: " + all.size()
          + ". contract list --new says which. Do the routes need it? Then: contract acknowledge");
    }
  }

  /** For those who may see names; health, which anybody may read, has a number. */
  static String sentence(List<Seen> news) {
    return "menta sends what it did not: " + news.stream().limit(MOST_SHOWN).map(ContractHealthCheck::shown).collect(Collectors.joining(", "))
        + (news.size() > MOST_SHOWN ? " and " + (news.size() - MOST_SHOWN) + " more" : "");
  }

  private static String shown(Seen one) {
    boolean isAction = one.field().equals(Field.ACTION);
    return (isAction ? "the action " : "the field ") + Masks.oneLine(one.action(), LONGEST_NAME)
        + (isAction ? "" : " " + Masks.oneLine(one.field().path(), LONGEST_NAME) + " (" + one.field().type() + ")") + ", as in " + one.exampleId();
  }
}
