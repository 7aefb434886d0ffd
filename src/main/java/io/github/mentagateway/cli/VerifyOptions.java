package io.github.mentagateway.cli;

import io.github.mentagateway.settings.Address;
import io.github.mentagateway.simulator.VerificationOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for comparing what was acknowledged with the calls that a legacy system of our own gets. */
final class VerifyOptions {
  private static final Address USUAL = new Address("127.0.0.1", 9878);
  private static final Duration SETTLE = Duration.ofMinutes(1);

  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--verify", description = "Listen as a legacy system (see --recorder), and judge at the end what became of each promise.")
  private boolean verify;

  @Option(names = "--recorder", paramLabel = "HOST:PORT", converter = Converters.Listen.class,
      description = "Where that legacy system listens for REST calls; the gateway's destinations must point to it (127.0.0.1:9878).")
  private Address recorder;

  @Option(names = "--failing", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "The share of these calls that it answers 503, so that the gateway must try again (0).")
  private Double failing;

  @Option(names = "--expect", paramLabel = "ACTION", split = ",",
      description = "The actions that must come to it, comma-separated (all that the shipped routes bring to a REST API: not event.unlock).")
  private Set<String> actions;

  @Option(names = "--settle", paramLabel = "TIME", converter = Converters.Time.class,
      description = "How long what is missing is waited for at the end, of real time (1m).")
  private Duration settle;

  /** The options of the verification; null when nothing is verified. */
  VerificationOptions verification() {
    if (!verify) {
      refuseAlone("--recorder", recorder);
      refuseAlone("--failing", failing);
      refuseAlone("--expect", actions);
      refuseAlone("--settle", settle);
      return null;
    }
    return new VerificationOptions(listen(Objects.requireNonNullElse(recorder, USUAL)), Objects.requireNonNullElse(failing, 0.0),
        actions == null ? new TreeSet<>(VerificationOptions.SHIPPED_ACTIONS) : known(actions), Objects.requireNonNullElse(settle, SETTLE));
  }

  private Set<String> known(Set<String> asked) {
    for (String action : asked) {
      if (!VerificationOptions.SHIPPED_ACTIONS.contains(action) && !action.equals("event.unlock")) {
        throw wrong("--expect has '" + action + "': it must be of " + new TreeSet<>(VerificationOptions.SHIPPED_ACTIONS)
            + " or event.unlock, which are all that is sent");
      }
    }
    return asked;
  }

  private InetSocketAddress listen(Address address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (UnknownHostException e) {
      throw wrong("--recorder is '" + address + "': no such host is known; give an address of this machine");
    }
  }

  private void refuseAlone(String option, Object given) {
    if (given != null) {
      throw wrong(option + " is given without --verify: add --verify, or leave it out");
    }
  }

  private CommandLine.ParameterException wrong(String sentence) {
    return new CommandLine.ParameterException(command.commandLine(), sentence);
  }
}
