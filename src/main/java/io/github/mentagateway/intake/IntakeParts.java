package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Settings;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** What the server's request handlers are made of. */
record IntakeParts(
    Settings.Intake settings, String path, Authenticator authenticator, Problems problems, RequestLog requestLog, OpenRequests open,
    Responder responder, BooleanSupplier stopping, Clock clock) {}
