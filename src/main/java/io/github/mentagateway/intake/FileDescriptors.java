package io.github.mentagateway.intake;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Keeps the intake's connections from using up the file descriptors that files, the store and outgoing calls need. */
final class FileDescriptors {
  static final int RESERVE = 400;

  private FileDescriptors() {}

  /** How many this process may have; as many as one likes where the system does not tell. */
  static long most() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
  }

  /** @throws IntakeStartException when so many connections leave too few for the rest */
  static void check(int maxConnections, long most) {
    if (maxConnections > most - RESERVE) {
      throw new IntakeStartException("gateway.intake.max-connections is " + maxConnections + ": this process may have " + most
          + " file descriptors (ulimit -n), and " + RESERVE + " of them are kept for files, the store and outgoing calls; lower it, or"
          + " raise their limit to " + (maxConnections + RESERVE) + " or more", null);
    }
  }
}
