package io.github.mentagateway.cli;

import io.github.mentagateway.simulator.FaultPlan;
import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for what goes wrong on the wire on purpose. */
final class FaultOptions {
  private static final int MOST_OUTAGES = 1000;

  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  enum Preset { NONE, ALL }

  @Option(names = "--faults", paramLabel = "PRESET",
      description = "none, or all: some of each of the following, which may say otherwise (none).")
  private Preset preset = Preset.NONE;

  @Option(names = "--lost-answers", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "The answer came, the connection is reset, and menta does not know of it (all: 0.05).")
  private Double lostAnswers;

  @Option(names = "--cuts", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "The connection is reset after the request, before the answer (all: 0.02).")
  private Double cuts;

  @Option(names = "--resets", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "The connection is reset in mid-body (all: 0.03).")
  private Double resets;

  @Option(names = "--slow-bodies", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "The body takes 0.3 to 3 s (all: 0.02).")
  private Double slowBodies;

  @Option(names = "--late-copies", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "Of first attempts: the answer is lost, and the next copy comes after a newer message of the same ticket or listing "
          + "(all: 0.03).")
  private Double lateCopies;

  @Option(names = "--outages", paramLabel = "N",
      description = "So many times menta reaches nobody for a while, and what is under way is cut (all: 2).")
  private Integer outages;

  @Option(names = "--outage-length", paramLabel = "TIME", converter = Converters.Time.class,
      description = "How long each one lasts, of menta's time (1m).")
  private Duration outageLength;

  @Option(names = "--bursts", negatable = true,
      description = "What comes due in an outage is sent all at once at its end (all: yes).")
  private Boolean bursts;

  FaultPlan plan() {
    FaultPlan usual = preset == Preset.ALL ? FaultPlan.ALL : FaultPlan.NONE;
    FaultPlan plan = new FaultPlan(or(lostAnswers, usual.lostAnswers()), or(cuts, usual.cuts()), or(resets, usual.resets()),
        or(slowBodies, usual.slowBodies()), or(lateCopies, usual.lateCopies()), or(outages, usual.outages()),
        or(outageLength, usual.outageLength()), or(bursts, usual.bursts()));
    // the margin is for rounding, as in 0.1 + 0.2
    if (plan.sum() > 1 + 1e-9) {
      throw new CommandLine.ParameterException(command.commandLine(), "--lost-answers, --cuts, --resets, --slow-bodies and --late-copies"
          + " are %.3f together: they must be at most 1, since an attempt has one fault at most".formatted(plan.sum()));
    }
    SimulateCommand.between(command, "--outages", plan.outages(), 0, MOST_OUTAGES);
    return plan;
  }

  private static <T> T or(T given, T usual) {
    return Objects.requireNonNullElse(given, usual);
  }
}
