package io.github.mentagateway.management;

import io.github.mentagateway.intake.IntakeActivity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the process says of itself beside the store: whether it takes notifications, since when none came, its disk, its version, and Java's figures. */
final class ProcessMeters {
  private ProcessMeters() {}

  /** @param refusing why no notification can be taken; empty when they can */
  static void register(MeterRegistry registry, Supplier<Optional<String>> refusing, IntakeActivity intake, LongSupplier freeBytes) {
    Gauge.builder("menta.ready", () -> refusing.get().isEmpty() ? 1 : 0)
        .description("1 while notifications are taken: the store can, and a route reads the intake").register(registry);
    Gauge.builder("menta.last.accepted.timestamp.seconds", () -> lastAccepted(intake.lastAccepted()))
        .description("When this process took the last notification, in seconds since 1970; 0 for not since its start").register(registry);
    Gauge.builder("menta.held.by.sender", () -> intake.held().estimate().estimate())
        .description("Estimate of the notifications that were refused here and wait at menta tech, at the least").register(registry);
    Gauge.builder("menta.disk.free.bytes", freeBytes::getAsLong)
        .description("What may still be written where the store is, or the gateway's files when the store is a server").register(registry);
    Gauge.builder("menta.build.info", () -> 1).description("The version that runs").tag("version", version()).register(registry);
    List.<MeterBinder>of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new FileDescriptorMetrics(), new UptimeMetrics())
        .forEach(figures -> figures.bindTo(registry));
  }

  /** Of a gateway that is no jar nobody knows it. */
  static String version() {
    return Optional.ofNullable(ProcessMeters.class.getPackage().getImplementationVersion()).orElse("unknown");
  }

  private static double lastAccepted(Instant at) {
    return at == null ? 0 : at.toEpochMilli() / 1000.0;
  }
}
